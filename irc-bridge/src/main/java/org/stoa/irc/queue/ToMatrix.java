package org.stoa.irc.queue;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.bridge.client.HomeserverError;
import org.stoa.bridge.client.Pauses;
import org.stoa.bridge.client.Unreachable;
import org.stoa.bridge.intent.TransactionId;
import org.stoa.bridge.store.Changes;
import org.stoa.bridge.store.Journal;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;

/// What IRC users said and Matrix has not heard. It is in the journal before anything else happens, with the transaction id that
/// it is sent with, so it arrives once. Safe for use by several threads.
public final class ToMatrix {

    private static final Logger log = LoggerFactory.getLogger(ToMatrix.class);
    private static final String PREFIX = "matrix/";

    /// When the homeserver's answer to something that must not be tried blindly is lost, this long passes.
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final Journal journal;
    private final Numbers numbers;
    private final Lanes lanes;
    private final Pauses pauses;
    private final Sender sender;

    /// Sends what was said.
    @FunctionalInterface
    public interface Sender {

        /// Sends the message once for this transaction id.
        void send(Said said, TransactionId transaction);
    }

    /// What an IRC user said.
    ///
    /// @param lane what it stays in order with
    /// @param nick who said it
    /// @param target the channel, or the Matrix user who was spoken to
    /// @param content what is sent to the room
    public record Said(
            String lane, String network, String nick, String target, JsonObject content) {}

    public ToMatrix(Journal journal, Lanes lanes, Pauses pauses, Sender sender) {
        this.journal = journal;
        this.numbers = new Numbers(journal, PREFIX);
        this.lanes = lanes;
        this.pauses = pauses;
        this.sender = sender;
    }

    /// Goes on with what was left when the bridge stopped.
    public void resume() {
        for (Map.Entry<String, Json> entry : journal.under(PREFIX).entrySet()) {
            if (entry.getValue() instanceof JsonObject json) {
                enqueue(entry.getKey(), read(json), transaction(json));
            }
        }
    }

    /// Sends what was said, some time; it is not lost once this returns.
    public void add(Said said) {
        String key = numbers.key(PREFIX);
        // Numbers begin anew when the journal is empty, so they make no transaction id.
        TransactionId transaction = TransactionId.random();
        Changes changes = new Changes().put(key, write(said, transaction));
        journal.commit(changes.afterwards(() -> enqueue(key, said, transaction)));
    }

    private void enqueue(String key, Said said, TransactionId transaction) {
        lanes.add(said.lane(), () -> send(key, said, transaction));
    }

    private void send(String key, Said said, TransactionId transaction) {
        while (true) {
            try {
                sender.send(said, transaction);
                break;
            } catch (HomeserverError e) {
                log.warn("A message of {} was refused: {}", said.nick(), e.getMessage());
                break;
            } catch (Unreachable e) {
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
                log.warn("A message of {} is tried again: {}", said.nick(), e.getMessage());
            }
            try {
                pauses.pause(AGAIN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        journal.commit(new Changes().remove(key));
    }

    private static JsonObject write(Said said, TransactionId transaction) {
        return JsonObject.builder()
                .put("lane", said.lane())
                .put("network", said.network())
                .put("nick", said.nick())
                .put("target", said.target())
                .put("content", said.content())
                .put("transaction", transaction.text())
                .build();
    }

    private static Said read(JsonObject json) {
        Function<String, String> text = name -> json.string(name).orElse("");
        return new Said(
                text.apply("lane"),
                text.apply("network"),
                text.apply("nick"),
                text.apply("target"),
                json.object("content").orElse(JsonObject.EMPTY));
    }

    private static TransactionId transaction(JsonObject json) {
        return new TransactionId(json.string("transaction").orElseThrow());
    }
}
