package org.stoa.storage;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// Gives the numbers that stand for events, rooms, users, ... Numbers are taken from the database in blocks, durably
/// before the first of a block is used, so none is given twice; there may be holes. They are identities and no order.
///
/// Thread-safe. May wait for a commit, so not inside a write.
public final class Nids {
    /// What is numbered. Each space counts from 1.
    public enum Space {
        /// Events.
        EVENT(1_000),
        /// Rooms.
        ROOM(20),
        /// Lines of states.
        LINE(20),
        /// Pairs of type and state key.
        STATE_KEY(100),
        /// Users.
        USER(50),
        /// Servers.
        SERVER(20),
        /// Event types.
        TYPE(20),
        /// Filters, and whatever else needs a number now and then.
        OTHER(20);

        private final int block;

        Space(int block) {
            this.block = block;
        }
    }

    private static final String TAKE =
            """
            INSERT INTO nid_block (space, next) VALUES (?, ?)
            ON CONFLICT (space) DO UPDATE SET next = nid_block.next + ?
            RETURNING next
            """;

    private final Database database;
    private final Map<Space, Block> blocks = new EnumMap<>(Space.class);

    Nids(Database database) {
        this.database = database;
        for (Space space : Space.values()) {
            blocks.put(space, new Block(space));
        }
    }

    /// Returns a number that was never given before.
    ///
    /// Throws StorageException when a new block is needed and cannot be written.
    @SuppressWarnings("NullAway") // there is a block for each space
    public long next(Space space) {
        return blocks.get(space).next();
    }

    /// The numbers of a space that are left in memory.
    private final class Block {
        private final Space space;
        private final ReentrantLock lock = new ReentrantLock();
        private long next = 1;
        private long end = 1;

        Block(Space space) {
            this.space = space;
        }

        long next() {
            WriterThread.mustNotWait();
            lock.lock();
            try {
                if (next == end) {
                    end = take();
                    next = end - space.block;
                }
                return next++;
            } finally {
                lock.unlock();
            }
        }

        /// Returns the first number after the block.
        private long take() {
            String name = space.name().toLowerCase(Locale.ROOT);
            int size = space.block;
            return database.write(
                    tx -> tx.one(TAKE, row -> row.number(1), name, 1L + size, size).orElseThrow());
        }
    }
}
