package org.stoa.search.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;

/// Takes texts apart into words, the same way in every language: by the word boundaries of Unicode (UAX #29; each Chinese
/// character is a word of its own), without regard to case, accents, and widths of characters. Words are not cut down to
/// their stems, and none is left out for being frequent.
///
/// Accents are the marks of Latin, Greek and Cyrillic, and the vowel points of Hebrew and Arabic, which are written or not;
/// the vowels of Indic scripts make other words and stay.
public final class FoldedWords extends Analyzer {
    private static final String FIELD = "text";
    private static final Pattern MARKS =
            Pattern.compile("[\\u0300-\\u036F\\u0591-\\u05C7\\u064B-\\u065F]");

    /// A word of a text.
    ///
    /// @param folded what is compared
    /// @param surface as it stands in the text
    public record Word(String folded, String surface) {}

    @Override
    protected TokenStreamComponents createComponents(String field) {
        Tokenizer words = new StandardTokenizer();
        return new TokenStreamComponents(words, new Folding(words));
    }

    /// The words of a text, in order.
    public List<Word> words(String text) {
        List<Word> words = new ArrayList<>();
        try (TokenStream stream = tokenStream(FIELD, text)) {
            CharTermAttribute folded = stream.getAttribute(CharTermAttribute.class);
            OffsetAttribute place = stream.getAttribute(OffsetAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                String surface = text.substring(place.startOffset(), place.endOffset());
                words.add(new Word(folded.toString(), surface));
            }
            stream.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return words;
    }

    static String fold(String word) {
        String apart = Normalizer.normalize(word, Normalizer.Form.NFKD);
        String bare = MARKS.matcher(apart).replaceAll("");
        // Twice, so that what is one letter in one case only (ß, final sigma) comes to the same.
        String folded = bare.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(folded.replace('ς', 'σ'), Normalizer.Form.NFC);
    }

    private static final class Folding extends TokenFilter {
        private final CharTermAttribute term = addAttribute(CharTermAttribute.class);

        Folding(TokenStream input) {
            super(input);
        }

        @Override
        public boolean incrementToken() throws IOException {
            if (!input.incrementToken()) {
                return false;
            }
            String folded = fold(term.toString());
            term.setEmpty().append(folded);
            return true;
        }
    }
}
