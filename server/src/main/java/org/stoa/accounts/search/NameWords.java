package org.stoa.accounts.search;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Cuts names into the words that they are found by.
///
/// A word is a run of letters and digits, in small letters without accents, in one form of all that look the same. Scripts
/// without spaces between words have a word from each of their signs on. A user id is a word of its own too: `@alice:example.org`.
public final class NameWords {

    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");
    private static final Pattern ACCENTS = Pattern.compile("[\\u0300-\\u036f]+");
    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Cc}]+");

    /// What is longer is found by its beginning.
    private static final int MAX_LENGTH = 64;

    private NameWords() {}

    /// Returns the words of a user.
    public static Set<String> of(String localpart, String userId, String displayName) {
        Set<String> words = new LinkedHashSet<>();
        words.add(cut(folded(userId)));
        addWords(words, localpart);
        addWords(words, displayName);
        return words;
    }

    /// Returns the beginnings of words that somebody looks for. What has an `@` in front or a colon inside is a user id.
    static Set<String> wanted(String term) {
        Set<String> wanted = new LinkedHashSet<>();
        for (String part : SPACES.splitAsStream(folded(term)).toList()) {
            if (part.length() > 1 && part.startsWith("@")) {
                wanted.add(cut(part));
            } else if (part.indexOf(':') > 0) {
                wanted.add(cut("@" + part));
            } else {
                BETWEEN.splitAsStream(part)
                        .filter(word -> !word.isEmpty())
                        .map(NameWords::cut)
                        .forEach(wanted::add);
            }
        }
        return wanted;
    }

    /// Returns the text in the form in which words are compared. By way of capital letters, since some have two small ones.
    private static String folded(String text) {
        String bare =
                ACCENTS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
        String small = bare.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT).replace('ς', 'σ');
        return Normalizer.normalize(small, Normalizer.Form.NFKC);
    }

    private static void addWords(Set<String> words, String text) {
        for (String word : BETWEEN.splitAsStream(folded(text)).toList()) {
            if (!word.isEmpty()) {
                words.add(cut(word));
                addTails(words, word);
            }
        }
    }

    private static void addTails(Set<String> words, String word) {
        for (int i = 1; i < word.length(); i++) {
            if (Character.isIdeographic(word.codePointAt(i))) {
                words.add(cut(word.substring(i)));
            }
        }
    }

    private static String cut(String word) {
        if (word.length() <= MAX_LENGTH) {
            return word;
        }
        int end =
                Character.isHighSurrogate(word.charAt(MAX_LENGTH - 1))
                        ? MAX_LENGTH - 1
                        : MAX_LENGTH;
        return word.substring(0, end);
    }
}
