package org.stoa.federation.receive;

import java.util.Optional;
import org.stoa.protocol.json.JsonObject;

/// What a transaction is answered about one event.
///
/// @param error why it was not taken in; empty when it was, or is kept until it can be
record PduResult(Optional<String> error) {
    /// It was taken in, or is kept until it can be.
    static final PduResult DONE = new PduResult(Optional.empty());

    static PduResult failed(String why) {
        return new PduResult(Optional.of(why));
    }

    JsonObject toJson() {
        return JsonObject.builder().putIfPresent("error", error).build();
    }
}
