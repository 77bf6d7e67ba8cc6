package org.stoa.storage;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.stoa.storage.rows.EventJsonRow;
import org.stoa.storage.rows.EventRow;

/// Rows and waits that several tests use.
final class TestRows {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private TestRows() {}

    static byte[] id(long nid) {
        return ByteBuffer.allocate(Long.BYTES).putLong(nid).array();
    }

    /// Returns a live event with its bytes.
    static Write.Builder event(Write.Builder write, long room, long nid) {
        return event(write, room, nid, id(nid));
    }

    static Write.Builder event(Write.Builder write, long room, long nid, byte[] eventId) {
        int slot = write.position();
        write.add(EventRow.builder(nid, eventId, room).slot(slot).ord(nid).build());
        write.add(new EventJsonRow(nid, 0, eventId, eventId));
        return write.changed(slot, new Change.Room(room));
    }

    static Write event(Basis basis, long nid) {
        return event(Write.forRoom(basis), basis.room(), nid).build();
    }

    /// Holds the writer until it is let go, so that what is submitted meanwhile is one batch.
    static final class Gate {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch opened = new CountDownLatch(1);

        Gate(Database database) {
            Thread.ofVirtual().start(() -> database.execute(tx -> hold()));
            await(reached);
        }

        private void hold() {
            reached.countDown();
            await(opened);
        }

        void open() {
            opened.countDown();
        }
    }

    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("waited too long");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
