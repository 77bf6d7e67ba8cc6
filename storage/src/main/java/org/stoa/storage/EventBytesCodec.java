package org.stoa.storage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.luben.zstd.Zstd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Packs the bytes of events for `event_json`, and unpacks them.
///
/// The column `dictionary` says how: 0 plain, 1 zstd without a dictionary (longer events, as long as there is none),
/// greater: zstd with the dictionary of that number. A dictionary is trained on 10,000 events of this server, in the
/// background, and again whenever there are ten times as many events. None is ever deleted.
///
/// Thread-safe.
public final class EventBytesCodec {
    /// Plain bytes.
    public static final long PLAIN = 0;

    private static final Logger LOG = LoggerFactory.getLogger(EventBytesCodec.class);
    private static final long NO_DICTIONARY = 1;
    private static final int FIRST_DICTIONARY = 2;

    /// Below this, zstd without a dictionary saves nothing.
    private static final int MIN_WITHOUT_DICTIONARY = 512;

    /// Events that a dictionary is trained on.
    private static final int SAMPLES = 10_000;

    private static final int MAX_SAMPLE_BYTES = 4_096;
    private static final int DICTIONARY_BYTES = 64 << 10;
    private static final int GROWTH = 10;

    /// After how many packed events it is looked at whether a dictionary is due.
    private static final int CHECK_EVERY = 2_000;

    /// Dictionaries kept ready; a server has one per power of ten of its events.
    private static final int MAX_READY = 8;

    private static final String TRAINED_AT = "dictionary_trained_at";
    private static final String NEWEST_DICTIONARY =
            "SELECT dictionary, bytes FROM dictionary ORDER BY dictionary DESC LIMIT 1";
    private static final String DICTIONARY = "SELECT bytes FROM dictionary WHERE dictionary = ?";
    private static final String NEWEST_EVENT =
            "SELECT event FROM event_json ORDER BY event DESC LIMIT 1";
    private static final String SAMPLE =
            """
            SELECT dictionary, client, federation FROM event_json
            WHERE event > ? ORDER BY event LIMIT ?
            """;

    private final Database database;
    private final Cache<Long, ZstdDictionary> ready =
            Caffeine.newBuilder().maximumSize(MAX_READY).build();
    private final AtomicInteger packed = new AtomicInteger();
    private final AtomicBoolean training = new AtomicBoolean();
    private volatile @Nullable ZstdDictionary newest;

    EventBytesCodec(Database database) {
        this.database = database;
        this.newest =
                database.read(
                                tx ->
                                        tx.one(
                                                NEWEST_DICTIONARY,
                                                row ->
                                                        new ZstdDictionary(
                                                                row.number(1), row.bytes(2))))
                        .orElse(null);
    }

    /// The two pieces of an event as they are stored.
    ///
    /// @param dictionary how they are packed
    /// @param client what clients get
    /// @param federation what only peers get
    @SuppressWarnings("ArrayRecordComponent") // bytes on their way to the database, never compared
    public record Packed(long dictionary, byte[] client, byte[] federation) {}

    /// Packs the two pieces of an event.
    public Packed pack(byte[] client, byte[] federation) {
        if (packed.incrementAndGet() % CHECK_EVERY == 0) {
            trainInBackground();
        }
        ZstdDictionary dictionary = newest;
        Packed result =
                dictionary == null
                        ? packWithout(client, federation)
                        : new Packed(
                                dictionary.number(),
                                dictionary.pack(client),
                                dictionary.pack(federation));
        return size(result.client(), result.federation()) < size(client, federation)
                ? result
                : new Packed(PLAIN, client, federation);
    }

    private static Packed packWithout(byte[] client, byte[] federation) {
        if (size(client, federation) < MIN_WITHOUT_DICTIONARY) {
            return new Packed(PLAIN, client, federation);
        }
        return new Packed(
                NO_DICTIONARY,
                ZstdDictionary.NONE.pack(client),
                ZstdDictionary.NONE.pack(federation));
    }

    private static int size(byte[] client, byte[] federation) {
        return client.length + federation.length;
    }

    /// Unpacks one piece of an event.
    ///
    /// Throws StorageException of kind CORRUPT when the bytes are damaged or their dictionary is missing.
    ///
    /// @param dictionary what the row says
    public byte[] unpack(long dictionary, byte[] bytes) {
        if (dictionary == PLAIN) {
            return bytes;
        }
        return dictionary == NO_DICTIONARY
                ? ZstdDictionary.NONE.unpack(bytes)
                : dictionary(dictionary).unpack(bytes);
    }

    private ZstdDictionary dictionary(long number) {
        ZstdDictionary current = newest;
        if (current != null && current.number() == number) {
            return current;
        }
        ZstdDictionary known = ready.getIfPresent(number);
        if (known != null) {
            return known;
        }
        byte[] bytes =
                database.read(tx -> tx.one(DICTIONARY, row -> row.bytes(1), number))
                        .orElseThrow(() -> ZstdDictionary.damaged("no dictionary " + number));
        ZstdDictionary read = new ZstdDictionary(number, bytes);
        ready.put(number, read);
        return read;
    }

    private void trainInBackground() {
        if (training.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("stoa-dictionary").start(this::trainSafely);
        }
    }

    private void trainSafely() {
        try {
            trainIfDue();
        } catch (RuntimeException e) {
            LOG.warn("Could not train a dictionary; tried again later", e);
        } finally {
            training.set(false);
        }
    }

    /// Trains a dictionary when there are enough events for the first, or ten times as many as for the last one.
    /// Returns whether it did.
    boolean trainIfDue() {
        long events = database.read(tx -> tx.one(NEWEST_EVENT, row -> row.number(1))).orElse(0L);
        long trainedAt =
                database.read(tx -> tx.one(Meta.READ, row -> row.text(1), TRAINED_AT))
                        .map(Long::parseLong)
                        .orElse((long) SAMPLES / GROWTH);
        if (events < trainedAt * GROWTH) {
            return false;
        }
        byte[] bytes = new byte[DICTIONARY_BYTES];
        long size = Zstd.trainFromBuffer(samples(events), bytes);
        if (Zstd.isError(size)) {
            LOG.info("No dictionary came of the events so far: {}", Zstd.getErrorName(size));
            return false;
        }
        keep(Arrays.copyOf(bytes, (int) size), events);
        return true;
    }

    /// Reads runs of events from ten places, so that one busy day does not decide.
    private byte[][] samples(long events) {
        List<byte[]> samples = new ArrayList<>();
        int runs = 10;
        for (int run = 0; run < runs; run++) {
            long after = events / runs * run;
            samples.addAll(database.read(tx -> run(tx, after, SAMPLES / runs)));
        }
        return samples.toArray(byte[][]::new);
    }

    private List<byte[]> run(Tx tx, long after, int count) {
        List<byte[]> pieces = new ArrayList<>();
        List<Packed> rows =
                tx.list(
                        SAMPLE,
                        row -> new Packed(row.number(1), row.bytes(2), row.bytes(3)),
                        after,
                        count);
        for (Packed row : rows) {
            addSample(pieces, unpack(row.dictionary(), row.client()));
            addSample(pieces, unpack(row.dictionary(), row.federation()));
        }
        return pieces;
    }

    private static void addSample(List<byte[]> samples, byte[] piece) {
        if (piece.length > 0 && piece.length <= MAX_SAMPLE_BYTES) {
            samples.add(piece);
        }
    }

    private void keep(byte[] bytes, long events) {
        long number = database.write(tx -> insert(tx, bytes, events));
        newest = new ZstdDictionary(number, bytes);
        LOG.info("Events are packed with dictionary {} from now on", number);
    }

    private static long insert(WriteTx tx, byte[] bytes, long events) {
        Optional<Long> last = tx.one(NEWEST_DICTIONARY, row -> row.number(1));
        long number = last.orElse(FIRST_DICTIONARY - 1L) + 1;
        tx.update("INSERT INTO dictionary (dictionary, bytes) VALUES (?, ?)", number, bytes);
        tx.update(Meta.WRITE, TRAINED_AT, Long.toString(events));
        return number;
    }
}
