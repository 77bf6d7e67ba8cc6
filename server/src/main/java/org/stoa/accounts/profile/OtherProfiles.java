package org.stoa.accounts.profile;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;

/// The profiles of other servers' users. Thread-safe; may block while another server is asked.
@FunctionalInterface
public interface OtherProfiles {
    /// Knows nobody.
    OtherProfiles NONE = (userId, field) -> Optional.empty();

    /// Returns the profile of a user of another server, or one field of it; empty when there is none.
    ///
    /// Errors: M_FORBIDDEN when the other server says so; M_UNKNOWN with status 502 or 504 when it cannot be asked.
    ///
    /// @param field the only field that is wanted; null for all
    Optional<JsonObject> find(UserId userId, @Nullable String field);
}
