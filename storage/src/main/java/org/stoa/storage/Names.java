package org.stoa.storage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.OptionalLong;

/// The numbers that stand for users, servers, event types and pairs of type and state key. A name keeps its number for
/// ever; both directions are cached, bounded in number.
///
/// `user`, `server`, `type` and `stateKey` give a new name a number, durably, before they return: they may wait for a
/// commit, so call them outside writes. The others only read.
///
/// Thread-safe.
public final class Names {
    /// Names cached per kind and direction: about 200 bytes each.
    private static final long MAX_CACHED = 50_000;

    /// A pair of event type and state key.
    ///
    /// @param type number of the event type
    /// @param typeName the event type
    /// @param text the state key
    public record StateKeyText(long type, String typeName, String text) {}

    private record StateKey(long type, String text) {}

    private final Database database;
    private final Table<String> users;
    private final Table<String> servers;
    private final Table<String> types;
    private final Table<StateKey> stateKeys;

    Names(Database database) {
        this.database = database;
        this.servers =
                new Table<>(
                        "SELECT server FROM server_name WHERE name = ?",
                        "SELECT name FROM server_name WHERE server = ?",
                        "INSERT INTO server_name (server, name) VALUES (?, ?)",
                        Nids.Space.SERVER,
                        row -> row.text(1)) {
                    @Override
                    Object[] parameters(String name) {
                        return new Object[] {name};
                    }
                };
        this.types =
                new Table<>(
                        "SELECT type FROM event_type WHERE name = ?",
                        "SELECT name FROM event_type WHERE type = ?",
                        "INSERT INTO event_type (type, name) VALUES (?, ?)",
                        Nids.Space.TYPE,
                        row -> row.text(1)) {
                    @Override
                    Object[] parameters(String name) {
                        return new Object[] {name};
                    }
                };
        this.users =
                new Table<>(
                        "SELECT user_nid FROM user_name WHERE user_id = ?",
                        "SELECT user_id FROM user_name WHERE user_nid = ?",
                        "INSERT INTO user_name (user_nid, user_id, server) VALUES (?, ?, ?)",
                        Nids.Space.USER,
                        row -> row.text(1)) {
                    @Override
                    Object[] parameters(String name) {
                        return new Object[] {name};
                    }

                    @Override
                    Object[] insertParameters(long nid, String name) {
                        return new Object[] {nid, name, server(serverOf(name))};
                    }
                };
        this.stateKeys =
                new Table<>(
                        "SELECT state_key FROM state_key WHERE type = ? AND text = ?",
                        "SELECT type, text FROM state_key WHERE state_key = ?",
                        "INSERT INTO state_key (state_key, type, text) VALUES (?, ?, ?)",
                        Nids.Space.STATE_KEY,
                        row -> new StateKey(row.number(1), row.text(2))) {
                    @Override
                    Object[] parameters(StateKey key) {
                        return new Object[] {key.type(), key.text()};
                    }
                };
    }

    private static String serverOf(String userId) {
        int colon = userId.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("a user id without a server: " + userId);
        }
        return userId.substring(colon + 1);
    }

    /// Returns the number of a user id, a new one if need be.
    public long user(String userId) {
        return users.intern(userId);
    }

    /// Returns the number of a user id, empty when it has none.
    public OptionalLong findUser(String userId) {
        return users.find(userId);
    }

    /// Returns the user id of a number.
    public String userIdText(long nid) {
        return users.text(nid);
    }

    /// Returns the number of a server, a new one if need be.
    public long server(String name) {
        return servers.intern(name);
    }

    /// Returns the number of a server, empty when it has none.
    public OptionalLong findServer(String name) {
        return servers.find(name);
    }

    /// Returns the name of a server.
    public String serverText(long nid) {
        return servers.text(nid);
    }

    /// Returns the number of an event type, a new one if need be.
    public long type(String name) {
        return types.intern(name);
    }

    /// Returns the number of an event type, empty when it has none.
    public OptionalLong findType(String name) {
        return types.find(name);
    }

    /// Returns the event type of a number.
    public String typeName(long nid) {
        return types.text(nid);
    }

    /// Returns the number of a pair of event type and state key, a new one if need be.
    public long stateKey(String type, String key) {
        return stateKeys.intern(new StateKey(type(type), key));
    }

    /// Returns the number of a pair of event type and state key, empty when it has none.
    public OptionalLong findStateKey(String type, String key) {
        OptionalLong typeNid = findType(type);
        return typeNid.isEmpty()
                ? OptionalLong.empty()
                : stateKeys.find(new StateKey(typeNid.getAsLong(), key));
    }

    /// Returns the pair of a number.
    public StateKeyText stateKeyText(long nid) {
        StateKey key = stateKeys.text(nid);
        return new StateKeyText(key.type(), typeName(key.type()), key.text());
    }

    /// One table of names with its caches.
    private abstract class Table<T> {
        private final String findSql;
        private final String textSql;
        private final String insertSql;
        private final Nids.Space space;
        private final RowMapper<T> mapper;
        private final Cache<T, Long> byText = Caffeine.newBuilder().maximumSize(MAX_CACHED).build();
        private final Cache<Long, T> byNid = Caffeine.newBuilder().maximumSize(MAX_CACHED).build();

        Table(
                String findSql,
                String textSql,
                String insertSql,
                Nids.Space space,
                RowMapper<T> mapper) {
            this.findSql = findSql;
            this.textSql = textSql;
            this.insertSql = insertSql;
            this.space = space;
            this.mapper = mapper;
        }

        abstract Object[] parameters(T text);

        Object[] insertParameters(long nid, T text) {
            Object[] rest = parameters(text);
            Object[] all = new Object[rest.length + 1];
            all[0] = nid;
            System.arraycopy(rest, 0, all, 1, rest.length);
            return all;
        }

        OptionalLong find(T text) {
            Long cached = byText.getIfPresent(text);
            if (cached != null) {
                return OptionalLong.of(cached);
            }
            return database.read(tx -> tx.one(findSql, row -> row.number(1), parameters(text)))
                    .map(nid -> OptionalLong.of(remember(nid, text)))
                    .orElse(OptionalLong.empty());
        }

        long intern(T text) {
            OptionalLong known = find(text);
            if (known.isPresent()) {
                return known.getAsLong();
            }
            long fresh = database.nids().next(space);
            Object[] insert = insertParameters(fresh, text);
            long nid =
                    database.write(
                            tx ->
                                    tx.one(findSql, row -> row.number(1), parameters(text))
                                            .orElseGet(
                                                    () -> {
                                                        tx.update(insertSql, insert);
                                                        return fresh;
                                                    }));
            return remember(nid, text);
        }

        T text(long nid) {
            T cached = byNid.getIfPresent(nid);
            if (cached != null) {
                return cached;
            }
            T text =
                    database.read(tx -> tx.one(textSql, mapper, nid))
                            .orElseThrow(
                                    () ->
                                            new IllegalArgumentException(
                                                    "no " + space + " has the number " + nid));
            remember(nid, text);
            return text;
        }

        private long remember(long nid, T text) {
            byText.put(text, nid);
            byNid.put(nid, text);
            return nid;
        }
    }
}
