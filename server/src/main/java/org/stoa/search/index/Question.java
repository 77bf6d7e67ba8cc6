package org.stoa.search.index;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.stoa.search.index.FoldedWords.Word;

/// What is looked for in the index.
///
/// @param words all of them must be there; those between quotation marks one behind the other
/// @param lastOrds the rooms, each with the last place of its timeline that counts
/// @param senders numbers of the users who may have sent it; empty for anybody
/// @param notSenders numbers of users who may not
public record Question(
        Words words,
        Set<TextKind> kinds,
        Map<Long, Long> lastOrds,
        Optional<Set<Long>> senders,
        Set<Long> notSenders) {

    public Question {
        kinds = Set.copyOf(kinds);
        lastOrds = Map.copyOf(lastOrds);
        notSenders = Set.copyOf(notSenders);
    }

    /// The same, in other rooms.
    public Question withRooms(Map<Long, Long> rooms) {
        return new Question(words, kinds, rooms, senders, notSenders);
    }

    /// The same, of other senders.
    public Question withSenders(Set<Long> users) {
        return new Question(words, kinds, lastOrds, Optional.of(users), notSenders);
    }

    /// Whether nothing can be found.
    public boolean isHopeless() {
        return words.isEmpty()
                || kinds.isEmpty()
                || lastOrds.isEmpty()
                || (senders.isPresent() && senders.get().isEmpty());
    }

    /// The words of a search term: each run of characters between spaces is one word or, as `well-known` or a word of Chinese,
    /// several that must stand one behind the other.
    ///
    /// @param phrases folded words that stand one behind the other; one or more in each
    public record Words(List<List<String>> phrases) {
        public Words {
            phrases = phrases.stream().map(List::copyOf).toList();
        }

        /// The words of a search term. What stands between quotation marks belongs together.
        public static Words of(FoldedWords analyzer, String term) {
            List<List<String>> phrases = new ArrayList<>();
            String[] parts = term.split("\"", -1);
            for (int i = 0; i < parts.length; i++) {
                boolean isQuoted = i % 2 == 1 && i < parts.length - 1;
                String[] runs = isQuoted ? new String[] {parts[i]} : parts[i].split("\\s+");
                for (String run : runs) {
                    List<String> words = analyzer.words(run).stream().map(Word::folded).toList();
                    if (!words.isEmpty()) {
                        phrases.add(words);
                    }
                }
            }
            return new Words(phrases.stream().distinct().toList());
        }

        /// Whether there is no word.
        public boolean isEmpty() {
            return phrases.isEmpty();
        }

        /// How many words there are.
        public int size() {
            return phrases.stream().mapToInt(List::size).sum();
        }

        /// All of them, folded.
        public Set<String> all() {
            Set<String> all = new HashSet<>();
            phrases.forEach(all::addAll);
            return all;
        }
    }

    Query query() {
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        words.phrases().forEach(phrase -> query.add(phrase(phrase), Occur.MUST));
        query.add(new SeenRooms(lastOrds), Occur.FILTER);
        if (kinds.size() < TextKind.values().length) {
            List<BytesRef> names = kinds.stream().map(kind -> new BytesRef(kind.name())).toList();
            query.add(new TermInSetQuery(Fields.KIND, names), Occur.FILTER);
        }
        senders.ifPresent(
                users ->
                        query.add(
                                new TermInSetQuery(Fields.SENDER, Fields.bytes(users)),
                                Occur.FILTER));
        if (!notSenders.isEmpty()) {
            query.add(new TermInSetQuery(Fields.SENDER, Fields.bytes(notSenders)), Occur.MUST_NOT);
        }
        return query.build();
    }

    private static Query phrase(List<String> words) {
        return words.size() == 1
                ? new TermQuery(new Term(Fields.TEXT, words.getFirst()))
                : new PhraseQuery(Fields.TEXT, words.toArray(String[]::new));
    }
}
