package org.stoa.accounts.search;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/// What was found, best first.
///
/// @param limited whether there is more
public record FoundUsers(List<FoundUser> users, boolean limited) {

    /// Nobody.
    public static final FoundUsers NONE = new FoundUsers(List.of(), false);

    /// Copies the list.
    public FoundUsers {
        users = List.copyOf(users);
    }

    /// The best of some users.
    ///
    /// @param more whether there are others, who were not looked at
    public static FoundUsers best(
            Collection<FoundUser> found, SearchTerm term, int limit, boolean more) {
        List<FoundUser> best = term.bestFirst(found);
        boolean limited = best.size() > limit;
        return new FoundUsers(limited ? best.subList(0, limit) : best, more || limited);
    }

    /// The best of these and of others that were found by the same term.
    public FoundUsers and(FoundUsers others, SearchTerm term, int limit) {
        List<FoundUser> all = Stream.concat(users.stream(), others.users().stream()).toList();
        return best(all, term, limit, limited || others.limited());
    }
}
