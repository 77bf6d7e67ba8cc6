package org.stoa.storage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One kind of names and their numbers, with a cache for each direction. A name keeps its number for ever, so nothing
/// is ever invalidated.
///
/// Thread-safe.
final class NameTable<T> {
    /// Names cached per direction: about 200 bytes each.
    private static final long MAX_CACHED = 50_000;

    private final Database database;
    private final Sql<T> sql;
    private final Cache<T, Long> numbers = Caffeine.newBuilder().maximumSize(MAX_CACHED).build();
    private final Cache<Long, T> names = Caffeine.newBuilder().maximumSize(MAX_CACHED).build();

    NameTable(Database database, Sql<T> sql) {
        this.database = database;
        this.sql = sql;
    }

    /// Where a kind of names is kept.
    interface Sql<T> {
        Nids.Space space();

        /// Returns the number of a name, empty when it has none.
        Optional<Long> find(Tx tx, T name);

        /// Returns the name of a number.
        Optional<T> name(Tx tx, long nid);

        /// Does what must be there before the name can be inserted, outside the transaction.
        default void prepare(T name) {}

        void insert(WriteTx tx, long nid, T name);
    }

    Optional<Long> find(T name) {
        Long cached = numbers.getIfPresent(name);
        if (cached != null) {
            return Optional.of(cached);
        }
        return database.read(tx -> sql.find(tx, name)).map(nid -> remember(nid, name));
    }

    long intern(T name) {
        Optional<Long> known = find(name);
        if (known.isPresent()) {
            return known.get();
        }
        sql.prepare(name);
        long fresh = database.nids().next(sql.space());
        return remember(database.write(tx -> findOrInsert(tx, fresh, name)), name);
    }

    /// Somebody else may have inserted it since.
    private long findOrInsert(WriteTx tx, long fresh, T name) {
        Optional<Long> known = sql.find(tx, name);
        if (known.isPresent()) {
            return known.get();
        }
        sql.insert(tx, fresh, name);
        return fresh;
    }

    T name(long nid) {
        @Nullable T cached = names.getIfPresent(nid);
        if (cached != null) {
            return cached;
        }
        T name =
                database.read(tx -> sql.name(tx, nid))
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "no " + sql.space() + " has the number " + nid));
        remember(nid, name);
        return name;
    }

    private long remember(long nid, T name) {
        numbers.put(name, nid);
        names.put(nid, name);
        return nid;
    }
}
