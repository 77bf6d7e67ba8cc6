package org.stoa.search;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.stoa.search.ResultWalk.Result;
import org.stoa.search.index.FoldedWords;
import org.stoa.search.index.FoldedWords.Word;
import org.stoa.search.index.Question.Words;

/// The words of the results that were looked for, as they are written there: who looks for `cafe` is shown `café` too.
final class Highlights {
    /// Ways in which words are written that one answer names.
    private static final int MAX = 100;

    private Highlights() {}

    static List<String> of(FoldedWords analyzer, Words words, List<Result> page) {
        Set<String> wanted = words.all();
        Set<String> found = new LinkedHashSet<>();
        for (Result result : page) {
            for (Word word : analyzer.words(SearchText.of(result.event()).orElse(""))) {
                if (wanted.contains(word.folded()) && found.size() < MAX) {
                    found.add(word.surface().toLowerCase(Locale.ROOT));
                }
            }
        }
        return List.copyOf(found);
    }
}
