package org.stoa.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.platform.Platform;
import org.stoa.platform.Repeater;
import org.stoa.search.index.Cursor;
import org.stoa.search.index.SearchIndex;
import org.stoa.storage.Database;
import org.stoa.storage.Lane;
import org.stoa.storage.Position;

/// Keeps the index at what the database holds: a follower of the stream that stores its place in the index itself, in one
/// commit with what it read, so that nothing is lost between the two. Thread-safe.
///
/// The first search there ever is makes the index. A search reads on up to the newest event before it looks; in between that is
/// done in the background, a little at a time. The index takes memory only while it is open: from the first search, or the
/// first event after the start, until a while nothing happened.
final class SearchFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SearchFollower.class);

    /// How often the background looks.
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /// Parts that the background reads at once: 5,000 events, about a quarter of a second of one processor.
    private static final int PARTS_AT_ONCE = 10;

    /// Parts that a search reads before it looks with what there is.
    private static final int PARTS_BEFORE_SEARCH = 10;

    private static final Duration OPEN_WHEN_IDLE = Duration.ofMinutes(10);
    private static final Duration BETWEEN_REPORTS = Duration.ofMinutes(1);

    private final Path folder;
    private final Database database;
    private final LogReader log;
    private final Platform platform;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable SearchIndex index;
    private @Nullable Repeater background;
    private Position looked;
    private int searches;
    private long usedAt;
    private long reportedAt;
    private boolean isBehind;
    private boolean closed;

    SearchFollower(Path folder, Database database, LogReader log, Platform platform) {
        this.folder = folder;
        this.database = database;
        this.log = log;
        this.platform = platform;
        this.looked = frontier();
    }

    /// Looks something up in the index.
    interface Search<T> {
        /// Does it. What it throws as IOException is the index's failure.
        T in(SearchIndex index) throws IOException;
    }

    /// Begins to follow, if the index was ever used.
    void start() {
        if (Files.isDirectory(folder)) {
            lock.lock();
            try {
                beginBackground();
            } finally {
                lock.unlock();
            }
        }
    }

    /// Searches an index that holds everything up to now, unless it was very much behind.
    <T> T search(Search<T> search) {
        SearchIndex ready = begin();
        try {
            return search.in(ready);
        } catch (IOException e) {
            throw failed(e);
        } finally {
            end();
        }
    }

    private SearchIndex begin() {
        lock.lock();
        try {
            SearchIndex ready = opened();
            readOn(ready, frontier(), PARTS_BEFORE_SEARCH);
            ready.refresh();
            usedAt = platform.time().nanoTime();
            searches++;
            beginBackground();
            return ready;
        } catch (IOException e) {
            throw failed(e);
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            searches--;
        } finally {
            lock.unlock();
        }
    }

    private void beginBackground() {
        if (background == null && !closed) {
            background = Repeater.start("search-index", PAUSE, this::follow, platform);
        }
    }

    /// Reads on a little. A search that waits is let in after each part.
    void follow() {
        Position to = frontier();
        if (!isWorthOpening(to)) {
            return;
        }
        for (int i = 0; i < PARTS_AT_ONCE; i++) {
            lock.lock();
            try {
                if (closed || readOn(opened(), to, 1)) {
                    break;
                }
            } catch (IOException e) {
                throw failed(e);
            } finally {
                lock.unlock();
            }
        }
        settle(to);
    }

    /// Not for what is no event, such as receipts.
    private boolean isWorthOpening(Position to) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            boolean worth = index != null || isBehind || log.hasEvents(looked, to);
            looked = to;
            return worth;
        } finally {
            lock.unlock();
        }
    }

    private void settle(Position to) {
        lock.lock();
        try {
            SearchIndex open = index;
            if (closed || open == null) {
                return;
            }
            open.commit();
            report(open.cursor().reached(), to);
            long idle = platform.time().nanoTime() - usedAt;
            if (!isBehind && searches == 0 && idle > OPEN_WHEN_IDLE.toNanos()) {
                index = null;
                open.close();
            }
        } catch (IOException e) {
            throw failed(e);
        } finally {
            lock.unlock();
        }
    }

    private void report(Position reached, Position to) {
        boolean wasBehind = isBehind;
        isBehind = to.isAfter(reached);
        long now = platform.time().nanoTime();
        if (isBehind && (!wasBehind || now - reportedAt > BETWEEN_REPORTS.toNanos())) {
            reportedAt = now;
            LOG.info(
                    "search: the index is at {} of {}; until it is complete, searches may miss newer events",
                    reached.counter(),
                    to.counter());
        } else if (wasBehind && !isBehind) {
            LOG.info("search: the index is complete, at {}", reached.counter());
        }
    }

    /// Returns whether everything up to there is in the index now.
    private boolean readOn(SearchIndex open, Position to, int parts) throws IOException {
        for (int i = 0; i < parts && to.isAfter(open.cursor().reached()); i++) {
            Cursor before = open.cursor();
            LogReader.Part part = log.after(before, to);
            for (var entry : part.entries()) {
                open.put(entry);
            }
            for (long event : part.gone()) {
                open.remove(event);
            }
            open.reached(part.end());
            if (part.end().lastEventPos() != before.lastEventPos()) {
                usedAt = platform.time().nanoTime();
            }
        }
        return !to.isAfter(open.cursor().reached());
    }

    private SearchIndex opened() throws IOException {
        SearchIndex open = index;
        if (open != null && open.isUsable()) {
            return open;
        }
        if (open != null) {
            index = null;
            open.close();
        }
        if (closed) {
            throw new IOException("the search index is closed");
        }
        usedAt = platform.time().nanoTime();
        SearchIndex fresh = openOrMakeAnew();
        index = fresh;
        return fresh;
    }

    private SearchIndex openOrMakeAnew() throws IOException {
        SearchIndex opened;
        try {
            opened = SearchIndex.open(folder);
        } catch (IOException e) {
            if (!SearchIndex.isDamage(e)) {
                throw e;
            }
            LOG.warn(
                    "search: the index in {} is damaged and is made anew: {}",
                    folder,
                    e.toString());
            SearchIndex.delete(folder);
            return SearchIndex.open(folder);
        }
        if (isOfThisDatabase(opened.cursor())) {
            return opened;
        }
        LOG.warn("search: the index in {} is of another database and is made anew", folder);
        opened.close();
        SearchIndex.delete(folder);
        return SearchIndex.open(folder);
    }

    private boolean isOfThisDatabase(Cursor cursor) {
        return !cursor.reached().isAfter(frontier()) && log.knows(cursor);
    }

    private Position frontier() {
        return database.frontier().at(Lane.ONLY);
    }

    /// Lets go of the index, so that the next who needs it opens it again, and makes it anew if its files are damaged.
    private UncheckedIOException failed(IOException failure) {
        lock.lock();
        try {
            SearchIndex open = index;
            index = null;
            if (open != null) {
                open.close();
            }
            if (SearchIndex.isDamage(failure) && !closed) {
                SearchIndex.delete(folder);
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        } finally {
            lock.unlock();
        }
        return new UncheckedIOException("the search index failed", failure);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (background != null) {
                background.close();
            }
            SearchIndex open = index;
            index = null;
            if (open != null) {
                open.commit();
                open.close();
            }
        } catch (IOException e) {
            LOG.warn("search: the index could not be closed; what it lacks is read again", e);
        } finally {
            lock.unlock();
        }
    }
}
