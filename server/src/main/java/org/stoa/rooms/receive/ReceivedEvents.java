package org.stoa.rooms.receive;

import java.util.ArrayList;
import java.util.List;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.persist.RoomUpdate;
import org.stoa.rooms.resolve.PriorStates;
import org.stoa.rooms.send.EventSender;
import org.stoa.storage.Names;

/// Takes in events that other servers made. Thread-safe.
public final class ReceivedEvents {
    /// Events that are taken in under one hold of the room's lock, and by one write: those who send here wait meanwhile.
    private static final int BATCH = 50;

    private final Presence presence;
    private final EventSender sender;
    private final Acceptance acceptance;
    private final PriorStates priorStates;
    private final MergeEvents mergeEvents;
    private final EventNames eventNames;

    ReceivedEvents(
            Presence presence,
            Names names,
            EventSender sender,
            Acceptance acceptance,
            PriorStates priorStates,
            MergeEvents mergeEvents) {
        this.presence = presence;
        this.sender = sender;
        this.acceptance = acceptance;
        this.priorStates = priorStates;
        this.mergeEvents = mergeEvents;
        this.eventNames = new EventNames(names);
    }

    /// Takes in events of a room that this server is in, and returns what became of each, in the same order, when it is
    /// durable.
    ///
    /// @param received each after its prev events, as far as those are among them
    public List<Verdict> receive(Room room, List<ReceivedEvent> received) {
        if (!presence.isHere(room.visible().head())) {
            return dropped(received);
        }
        eventNames.prepare(received.stream().map(ReceivedEvent::event).toList());
        List<Verdict> verdicts = new ArrayList<>();
        List<EventSender.Outcome<List<Verdict>>> outcomes = new ArrayList<>();
        for (int at = 0; at < received.size(); at += BATCH) {
            List<ReceivedEvent> batch = received.subList(at, Math.min(at + BATCH, received.size()));
            outcomes.add(sender.begin(room, update -> accept(update, batch)));
        }
        outcomes.forEach(outcome -> verdicts.addAll(outcome.await()));
        return verdicts;
    }

    private List<Verdict> accept(RoomUpdate update, List<ReceivedEvent> batch) {
        if (!presence.isHere(update.head())) {
            return dropped(batch);
        }
        List<Verdict> verdicts = acceptance.accept(update, batch);
        priorStates.settle(update);
        mergeEvents.look(update);
        return verdicts;
    }

    private static List<Verdict> dropped(List<ReceivedEvent> batch) {
        Verdict dropped = Verdict.Dropped.because(Verdict.Reason.NOT_IN_ROOM);
        return batch.stream().map(each -> dropped).toList();
    }
}
