package org.stoa.bridge;

import org.stoa.bridge.store.Changes;
import org.stoa.protocol.json.JsonObject;

/// What a bridge or bot does with what it hears. It is called by one thread, in order.
@FunctionalInterface
public interface EventHandler {

    /// Deals with an event. It comes again when the service is killed before it is done, so what it does should be the
    /// same when it is done twice: sends with a [org.stoa.bridge.intent.TransactionId] of the event, and changes of the
    /// service's own store through `changes`, which become durable together with the knowledge that the event is done.
    ///
    /// What it throws is logged, and the event is done.
    void handle(RoomEvent event, Changes changes);

    /// Deals with typing, receipts or presence (`m.typing`, `m.receipt`, `m.presence`). These are not kept over restarts.
    default void handleEphemeral(JsonObject event) {}
}
