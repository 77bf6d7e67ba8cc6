package org.stoa.accounts;

import java.util.Set;
import org.stoa.protocol.id.RoomAlias;
import org.stoa.protocol.id.UserId;

/// Knows which names application services have reserved for themselves.
/// Spec: application-service-api#registration (v1.19), "exclusive".
public interface NamespaceGuard {

    /// Nothing is reserved.
    NamespaceGuard NOTHING_RESERVED =
            new NamespaceGuard() {
                @Override
                public Set<String> ownersOf(UserId userId) {
                    return Set.of();
                }

                @Override
                public Set<String> ownersOf(RoomAlias alias) {
                    return Set.of();
                }
            };

    /// Returns the ids of the application services that hold this user id exclusively; nobody else may take it.
    Set<String> ownersOf(UserId userId);

    /// Returns the ids of the application services that hold this alias exclusively; nobody else may take it.
    Set<String> ownersOf(RoomAlias alias);
}
