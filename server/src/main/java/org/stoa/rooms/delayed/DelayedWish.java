package org.stoa.rooms.delayed;

import java.util.Optional;
import org.stoa.protocol.json.JsonObject;

/// What a client wants to be sent later.
///
/// @param stateKey empty for a message
/// @param txnId by which the same request is known again
/// @param delayMillis how long to wait
public record DelayedWish(
        String type,
        Optional<String> stateKey,
        JsonObject content,
        Optional<String> txnId,
        long delayMillis) {}
