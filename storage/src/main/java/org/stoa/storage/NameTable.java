package org.stoa.storage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One kind of names and their numbers, with a cache for each direction. A name keeps its number for ever, so nothing
/// is ever invalidated.
///
/// Thread-safe.
final class NameTable<T> {
    /// Names cached per direction: about 200 bytes each.
    private static final long MAX_CACHED = 50_000;

    /// Names that one write inserts, so that the writes of others need not wait long.
    private static final int NAMES_A_WRITE = 1_000;

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

    Optional<Long> cached(T name) {
        return Optional.ofNullable(numbers.getIfPresent(name));
    }

    Optional<Long> find(T name) {
        Optional<Long> cached = cached(name);
        if (cached.isPresent()) {
            return cached;
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

    /// Gives all names their numbers with one write for many of them.
    void internAll(Collection<T> wanted) {
        List<T> unknown = unknown(wanted);
        unknown.forEach(sql::prepare);
        for (int at = 0; at < unknown.size(); at += NAMES_A_WRITE) {
            internTogether(unknown.subList(at, Math.min(at + NAMES_A_WRITE, unknown.size())));
        }
    }

    private List<T> unknown(Collection<T> wanted) {
        List<T> uncached =
                wanted.stream()
                        .distinct()
                        .filter(name -> numbers.getIfPresent(name) == null)
                        .toList();
        List<T> unknown = new ArrayList<>();
        if (uncached.isEmpty()) {
            return unknown;
        }
        Map<T, Long> found =
                database.read(
                        tx -> {
                            Map<T, Long> known = new HashMap<>();
                            for (T name : uncached) {
                                // By an index, in one snapshot, only for names that are not cached.
                                sql.find(tx, name).ifPresent(nid -> known.put(name, nid));
                            }
                            return known;
                        });
        for (T name : uncached) {
            Long nid = found.get(name);
            if (nid == null) {
                unknown.add(name);
            } else {
                remember(nid, name);
            }
        }
        return unknown;
    }

    private void internTogether(List<T> unknown) {
        Map<T, Long> fresh = new LinkedHashMap<>();
        unknown.forEach(name -> fresh.put(name, database.nids().next(sql.space())));
        Map<T, Long> given =
                database.write(
                        tx -> {
                            Map<T, Long> numbered = new LinkedHashMap<>();
                            fresh.forEach(
                                    (name, nid) -> numbered.put(name, findOrInsert(tx, nid, name)));
                            return numbered;
                        });
        given.forEach((name, nid) -> remember(nid, name));
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
