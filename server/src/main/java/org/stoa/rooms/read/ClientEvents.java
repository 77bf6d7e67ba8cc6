package org.stoa.rooms.read;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.stoa.http.auth.Requester;
import org.stoa.platform.Time;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.send.TransactionIds;
import org.stoa.storage.Tx;

/// Events as a reader gets them: the stored bytes with an `unsigned` that is made for him. Thread-safe.
///
/// Spec: client-server-api#room-event-format, "UnsignedData" (v1.19).
public final class ClientEvents {
    private final EventStore events;
    private final TransactionIds transactions;
    private final Erasures erasures;
    private final Time time;

    /// Creates it.
    public ClientEvents(
            EventStore events, TransactionIds transactions, Erasures erasures, Time time) {
        this.erasures = erasures;
        this.events = events;
        this.transactions = transactions;
        this.time = time;
    }

    /// Writes a page of events for a reader, without what relates to them; {@link BundledEvents} has that too.
    ///
    /// @param reader tells his membership at each event
    public List<byte[]> render(
            Tx tx,
            Requester requester,
            Visibility.Reader reader,
            List<StoredEvent> page,
            EventFormat format) {
        return render(tx, requester, reader, page, Map.of(), format, Long.MAX_VALUE);
    }

    /// Writes the first events of a page as [#render] does, until they have so many bytes; one at least, when there is one.
    public List<byte[]> renderFirst(
            Tx tx,
            Requester requester,
            Visibility.Reader reader,
            List<StoredEvent> page,
            EventFormat format,
            long maxBytes) {
        return render(tx, requester, reader, page, Map.of(), format, maxBytes);
    }

    /// Writes a page of events for a reader, with what relates to them.
    ///
    /// @param relations `m.relations` as text, by number of the event
    List<byte[]> render(
            Tx tx,
            Requester requester,
            Visibility.Reader reader,
            List<StoredEvent> page,
            Map<Long, byte[]> relations,
            EventFormat format) {
        return render(tx, requester, reader, page, relations, format, Long.MAX_VALUE);
    }

    private List<byte[]> render(
            Tx tx,
            Requester requester,
            Visibility.Reader reader,
            List<StoredEvent> page,
            Map<Long, byte[]> relations,
            EventFormat format,
            long maxBytes) {
        Map<Long, StoredEvent> related = events.getAll(tx, related(page));
        List<byte[]> texts = new ArrayList<>();
        long bytes = 0;
        for (StoredEvent event : page) {
            if (bytes >= maxBytes) {
                break;
            }
            byte[] text =
                    ClientEventWriter.toBytes(
                            shown(event, reader),
                            unsigned(event, requester, reader, related),
                            relations.get(event.event()),
                            format);
            bytes += text.length;
            texts.add(text);
        }
        return texts;
    }

    /// The event as a reader gets it: redacted when the sender had it erased before the reader came.
    public StoredEvent shown(StoredEvent event, Visibility.Reader reader) {
        return erasures.shown(event, reader);
    }

    /// The events whose content the `unsigned` of a page tells of.
    private static Set<Long> related(List<StoredEvent> page) {
        Set<Long> related = new HashSet<>();
        for (StoredEvent event : page) {
            if (event.header().replaces() != 0) {
                related.add(event.header().replaces());
            }
            if (event.header().redaction() != 0) {
                related.add(event.header().redaction());
            }
        }
        return related;
    }

    private JsonObject unsigned(
            StoredEvent event,
            Requester requester,
            Visibility.Reader reader,
            Map<Long, StoredEvent> related) {
        JsonObject.Builder unsigned = JsonObject.builder();
        unsigned.put("age", Math.max(0, time.millis() - event.header().ts()));
        unsigned.put("membership", reader.membershipAt(event).text());
        transactionId(event, requester).ifPresent(id -> unsigned.put("transaction_id", id));
        delayId(event, requester).ifPresent(id -> unsigned.put("org.matrix.msc4140.delay_id", id));
        StoredEvent replaced = related.get(event.header().replaces());
        if (replaced != null) {
            unsigned.put("replaces_state", replaced.eventId().toString());
            unsigned.put("prev_content", shown(replaced, reader).content());
            unsigned.put("prev_sender", replaced.parsed().sender().toString());
        }
        StoredEvent redaction = related.get(event.header().redaction());
        if (redaction != null) {
            unsigned.put("redacted_because", redactedBecause(shown(redaction, reader)));
        }
        return unsigned.build();
    }

    private Optional<String> transactionId(StoredEvent event, Requester requester) {
        if (event.header().sender() != requester.userNid()) {
            return Optional.empty();
        }
        return transactions.txnId(
                requester.userNid(), requester.deviceId().orElse(""), event.event());
    }

    /// By which the requester had the event sent later; known for the newest of his events. Spec: MSC4140.
    private Optional<String> delayId(StoredEvent event, Requester requester) {
        return event.header().sender() == requester.userNid()
                ? transactions.txnId(requester.userNid(), TransactionIds.DELAYED, event.event())
                : Optional.empty();
    }

    private static Json redactedBecause(StoredEvent redaction) {
        return Json.parse(
                ClientEventWriter.toBytes(redaction, JsonObject.EMPTY, EventFormat.CLIENT));
    }
}
