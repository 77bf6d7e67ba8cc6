package org.stoa.accounts.search;

import java.text.CollationElementIterator;
import java.text.CollationKey;
import java.text.Collator;
import java.text.RuleBasedCollator;
import java.util.List;
import java.util.Locale;

/// Compares names as somebody who reads a language does: in Swedish `å` is a letter of its own, elsewhere an `a`. Case does not
/// matter. For one thread.
///
/// Spec: client-server-api#post_matrixclientv3user_directorysearch (v1.19): "preferably using a collation determined based
/// upon the `Accept-Language` header".
public final class Collation {
    /// Longer headers are not read.
    private static final int MAX_HEADER = 500;

    private static final List<Locale> KNOWN = List.of(Collator.getAvailableLocales());

    /// Tells letters apart, but neither their case nor accents that the language takes for no other letter.
    private final RuleBasedCollator letters;

    private final RuleBasedCollator order;

    private Collation(Locale locale) {
        letters = rules(locale, Collator.PRIMARY);
        order = rules(locale, Collator.TERTIARY);
    }

    /// The collation of the language that a reader likes best of those that are known; that of no language when there is none.
    ///
    /// @param acceptLanguage the header `Accept-Language`, or an empty text
    public static Collation of(String acceptLanguage) {
        return new Collation(locale(acceptLanguage));
    }

    private static Locale locale(String acceptLanguage) {
        if (acceptLanguage.isBlank() || acceptLanguage.length() > MAX_HEADER) {
            return Locale.ROOT;
        }
        try {
            Locale found = Locale.lookup(Locale.LanguageRange.parse(acceptLanguage), KNOWN);
            return found == null ? Locale.ROOT : found;
        } catch (IllegalArgumentException e) {
            // Nobody is refused for a header that is only a wish.
            return Locale.ROOT;
        }
    }

    private static RuleBasedCollator rules(Locale locale, int strength) {
        if (Collator.getInstance(locale) instanceof RuleBasedCollator rules) {
            rules.setStrength(strength);
            rules.setDecomposition(Collator.CANONICAL_DECOMPOSITION);
            return rules;
        }
        throw new IllegalStateException("no rules for " + locale);
    }

    /// Whether two names have the same letters.
    boolean isSame(String one, String other) {
        return letters.equals(one, other);
    }

    /// Whether the letters of a name begin with those of another.
    boolean begins(String name, String beginning) {
        CollationElementIterator there = letters.getCollationElementIterator(name);
        CollationElementIterator wanted = letters.getCollationElementIterator(beginning);
        int next = letter(wanted);
        while (next != CollationElementIterator.NULLORDER) {
            if (letter(there) != next) {
                return false;
            }
            next = letter(wanted);
        }
        return true;
    }

    private static int letter(CollationElementIterator elements) {
        int next = elements.next();
        while (next != CollationElementIterator.NULLORDER
                && CollationElementIterator.primaryOrder(next) == 0) {
            next = elements.next();
        }
        return next == CollationElementIterator.NULLORDER
                ? next
                : CollationElementIterator.primaryOrder(next);
    }

    /// What a name is ordered by.
    CollationKey key(String name) {
        return order.getCollationKey(name);
    }
}
