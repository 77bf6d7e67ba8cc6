package org.stoa.rooms.receive;

import java.util.ArrayList;
import java.util.List;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.persist.RoomUpdate;
import org.stoa.rooms.resolve.PriorStates;
import org.stoa.rooms.send.EventSender;
import org.stoa.rooms.send.Recommendations;
import org.stoa.storage.Names;

/// Takes in events that other servers made. Thread-safe.
public final class ReceivedEvents {
    /// Events that are taken in under one hold of the room's lock, and by one write: those who send here wait meanwhile.
    private static final int BATCH = 50;

    private final Participation participation;
    private final EventSender sender;
    private final Acceptance acceptance;
    private final PriorStates priorStates;
    private final MergeEvents mergeEvents;
    private final EventNames eventNames;
    private final PolicyAnswers policyAnswers;
    private final Strangers strangers;

    ReceivedEvents(
            Participation participation,
            Names names,
            EventSender sender,
            Acceptance acceptance,
            PriorStates priorStates,
            MergeEvents mergeEvents,
            PolicyAnswers policyAnswers,
            Strangers strangers) {
        this.participation = participation;
        this.sender = sender;
        this.acceptance = acceptance;
        this.priorStates = priorStates;
        this.mergeEvents = mergeEvents;
        this.policyAnswers = policyAnswers;
        this.eventNames = new EventNames(names);
        this.strangers = strangers;
    }

    /// Takes in events of a room that this server is in, and returns what became of each, in the same order, when it is
    /// durable.
    ///
    /// @param received each after its prev events, as far as those are among them
    public List<Verdict> receive(Room room, List<ReceivedEvent> received) {
        if (!participation.isHere(room.visible().head())) {
            return dropped(received);
        }
        eventNames.prepare(
                received.stream()
                        .filter(each -> !isOfAStranger(room, each))
                        .map(ReceivedEvent::event)
                        .toList());
        List<ReceivedEvent> checked = policyAnswers.with(room, received);
        List<Verdict> verdicts = new ArrayList<>();
        List<EventSender.Outcome<List<Verdict>>> outcomes = new ArrayList<>();
        for (int at = 0; at < checked.size(); at += BATCH) {
            List<ReceivedEvent> batch = checked.subList(at, Math.min(at + BATCH, checked.size()));
            outcomes.add(sender.begin(room, update -> accept(update, batch)));
        }
        outcomes.forEach(outcome -> verdicts.addAll(outcome.await()));
        return verdicts;
    }

    /// Says who is asked for recommendations, before anything is received.
    public void askFor(Recommendations others) {
        policyAnswers.askFor(others);
    }

    /// What strangers send by themselves is nearly always rejected, and then nothing is kept of it, no names either. Who comes into the
    /// room with it gets his numbers when it is kept.
    private boolean isOfAStranger(Room room, ReceivedEvent received) {
        return received.isOffered()
                && strangers.has(room, room.visible().head(), received.event().sender().server());
    }

    private List<Verdict> accept(RoomUpdate update, List<ReceivedEvent> batch) {
        if (!participation.isHere(update.head())) {
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
