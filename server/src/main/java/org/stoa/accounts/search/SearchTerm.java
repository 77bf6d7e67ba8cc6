package org.stoa.accounts.search;

import java.text.CollationKey;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// What somebody looks for: beginnings of words, all of which must fit, whatever the case and the accents.
public final class SearchTerm {
    private final String whole;
    private final Set<String> beginnings;
    private final Collation collation;

    private SearchTerm(String whole, Set<String> beginnings, Collation collation) {
        this.whole = whole;
        this.beginnings = beginnings;
        this.collation = collation;
    }

    /// Reads what was typed.
    public static SearchTerm of(String typed, Collation collation) {
        return new SearchTerm(typed.strip(), NameWords.wanted(typed), collation);
    }

    /// Whether there is no word in it. Nobody is found by that.
    public boolean isEmpty() {
        return beginnings.isEmpty();
    }

    /// The beginning that fewest words will have.
    String longest() {
        return beginnings.stream()
                .max(Comparator.comparingInt(String::length))
                .orElseThrow(() -> new IllegalStateException("no words"));
    }

    /// Whether a user is meant.
    boolean fits(FoundUser user) {
        Set<String> own =
                NameWords.of(
                        user.userId().localpart(), user.userId().toString(), user.displayName());
        return beginnings.stream()
                .allMatch(beginning -> own.stream().anyMatch(word -> word.startsWith(beginning)));
    }

    /// A user with what the order goes by.
    private record Ranked(FoundUser user, int rank, CollationKey name) {}

    /// Puts users in order: whole names first, then beginnings of names; of equals those with a display name, then those of
    /// this server, then by display name and user id.
    List<FoundUser> bestFirst(Collection<FoundUser> found) {
        Comparator<Ranked> order =
                Comparator.comparingInt(Ranked::rank)
                        .thenComparing(each -> each.user().displayName().isEmpty())
                        .thenComparing(each -> !each.user().isLocal())
                        .thenComparing(Ranked::name)
                        .thenComparing(each -> each.user().userId().toString());
        return found.stream()
                .map(user -> new Ranked(user, rank(user), collation.key(user.displayName())))
                .sorted(order)
                .map(Ranked::user)
                .toList();
    }

    private int rank(FoundUser user) {
        List<String> names =
                List.of(user.displayName(), user.userId().localpart(), user.userId().toString());
        if (names.stream().anyMatch(name -> collation.isSame(name, whole))) {
            return 0;
        }
        return names.stream().anyMatch(name -> collation.begins(name, whole)) ? 1 : 2;
    }
}
