package org.stoa.storage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One kind of names and their numbers, with a cache for each direction. A name keeps its number for ever, so nothing
/// is ever invalidated there. That a name has no number is remembered too, for fewer names, until it gets one: what most rooms lack is
/// asked for all the time. Names that strangers make up cost one seek each; who looks up many of them asks for them together.
///
/// Thread-safe.
final class NameTable<T> {
    /// Names cached per direction: about 200 bytes each.
    private static final long MAX_CACHED = 50_000;

    /// Names without a number that are remembered: about 150 bytes each.
    private static final long MAX_ABSENT = 10_000;

    /// Names that one write inserts, so that the writes of others need not wait long.
    private static final int NAMES_A_WRITE = 1_000;

    private final Database database;
    private final Sql<T> sql;
    private final Cache<T, Long> numbers = Caffeine.newBuilder().maximumSize(MAX_CACHED).build();
    private final Cache<Long, T> names = Caffeine.newBuilder().maximumSize(MAX_CACHED).build();
    private final Cache<T, Boolean> absent = Caffeine.newBuilder().maximumSize(MAX_ABSENT).build();

    /// How often a name was given a number.
    private final AtomicLong given = new AtomicLong();

    NameTable(Database database, Sql<T> sql) {
        this.database = database;
        this.sql = sql;
    }

    /// Where a kind of names is kept.
    interface Sql<T> {
        Nids.Space space();

        /// Returns the number of a name, empty when it has none.
        Optional<Long> find(Tx tx, T name);

        /// Returns the numbers of names, without those that have none.
        default Map<T, Long> findAll(Tx tx, List<T> names) {
            Map<T, Long> found = new HashMap<>();
            for (T name : names) {
                // By an index, in one snapshot.
                find(tx, name).ifPresent(nid -> found.put(name, nid));
            }
            return found;
        }

        /// Returns the name of a number.
        Optional<T> name(Tx tx, long nid);

        /// Does what must be there before the name can be inserted, outside the transaction.
        default void prepare(T name) {}

        void insert(WriteTx tx, long nid, T name);
    }

    long given() {
        return given.get();
    }

    Optional<Long> cached(T name) {
        return Optional.ofNullable(numbers.getIfPresent(name));
    }

    Optional<Long> find(T name) {
        Optional<Long> cached = cached(name);
        if (cached.isPresent()) {
            return cached;
        }
        if (absent.getIfPresent(name) != null) {
            return Optional.empty();
        }
        long before = given.get();
        Optional<Long> found = database.read(tx -> sql.find(tx, name));
        if (found.isEmpty()) {
            rememberAbsent(List.of(name), before);
        }
        return found.map(nid -> remember(nid, name));
    }

    /// Finds many names in one snapshot; those without a number are left out.
    Map<T, Long> findAll(Collection<T> wanted) {
        Map<T, Long> found = new HashMap<>();
        List<T> unsure = new ArrayList<>();
        for (T name : new LinkedHashSet<>(wanted)) {
            Long cached = numbers.getIfPresent(name);
            if (cached != null) {
                found.put(name, cached);
            } else if (absent.getIfPresent(name) == null) {
                unsure.add(name);
            }
        }
        if (unsure.isEmpty()) {
            return found;
        }
        long before = given.get();
        Map<T, Long> read = database.read(tx -> sql.findAll(tx, unsure));
        read.forEach((name, nid) -> found.put(name, remember(nid, name)));
        rememberAbsent(unsure.stream().filter(name -> !read.containsKey(name)).toList(), before);
        return found;
    }

    /// @param before how many had been given before it was looked
    private void rememberAbsent(List<T> missing, long before) {
        missing.forEach(name -> absent.put(name, true));
        // Who has given one a number since may have been here before us, and found nothing to
        // forget.
        if (given.get() != before) {
            absent.invalidateAll(missing);
        }
    }

    long intern(T name) {
        Optional<Long> known = find(name);
        if (known.isPresent()) {
            return known.get();
        }
        sql.prepare(name);
        long fresh = database.nids().next(sql.space());
        return giving(
                List.of(name),
                () -> remember(database.write(tx -> findOrInsert(tx, fresh, name)), name));
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
        Map<T, Long> found = database.read(tx -> sql.findAll(tx, uncached));
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
        giving(
                unknown,
                () -> {
                    Map<T, Long> numbered = database.write(tx -> findOrInsert(tx, fresh));
                    numbered.forEach((name, nid) -> remember(nid, name));
                    return numbered;
                });
    }

    private Map<T, Long> findOrInsert(WriteTx tx, Map<T, Long> fresh) {
        Map<T, Long> numbered = new LinkedHashMap<>();
        fresh.forEach((name, nid) -> numbered.put(name, findOrInsert(tx, nid, name)));
        return numbered;
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

    /// Returns the name of a number while it is in memory, else null.
    @Nullable T cachedName(long nid) {
        return names.getIfPresent(nid);
    }

    T name(long nid) {
        @Nullable T cached = cachedName(nid);
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

    /// Gives names numbers, and forgets that they had none, also when it is not known what became of the write.
    private <R> R giving(List<T> unnumbered, Supplier<R> write) {
        try {
            return write.get();
        } finally {
            given.incrementAndGet();
            absent.invalidateAll(unnumbered);
        }
    }

    private long remember(long nid, T name) {
        numbers.put(name, nid);
        names.put(nid, name);
        return nid;
    }
}
