package org.stoa.storage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;

/// The numbers that stand for users, servers, event types and pairs of type and state key. A name keeps its number for
/// ever; both directions are cached, bounded in number.
///
/// `user`, `server`, `type` and `stateKey` give a new name a number, durably, before they return: they may wait for a
/// commit, so call them outside writes. The others only read.
///
/// Thread-safe.
public final class Names {
    /// State keys that are looked up with one statement.
    private static final int KEYS_AT_ONCE = 10_000;

    private final Database database;
    private final NameTable<UserId> users;
    private final NameTable<ServerName> servers;
    private final NameTable<String> types;
    private final NameTable<StateKey> stateKeys;

    Names(Database database) {
        this.database = database;
        this.servers = new NameTable<>(database, new ServerSql());
        this.types = new NameTable<>(database, new TypeSql());
        this.users = new NameTable<>(database, new UserSql());
        this.stateKeys = new NameTable<>(database, new StateKeySql());
    }

    /// A pair of event type and state key.
    ///
    /// @param type number of the event type
    /// @param typeName the event type
    /// @param text the state key
    public record StateKeyText(long type, String typeName, String text) {}

    private record StateKey(long type, String text) {}

    /// Returns the number of a user, a new one if need be.
    public long user(UserId user) {
        return users.intern(user);
    }

    /// Returns the number of a user, empty when nobody needed one so far.
    public Optional<Long> findUser(UserId user) {
        return users.find(user);
    }

    /// Returns the numbers of users, without those of whom nobody needed one so far. Cost: one statement, also for names that somebody
    /// made up.
    public Map<UserId, Long> findUsers(Collection<UserId> wanted) {
        return users.findAll(wanted);
    }

    /// A figure that is another one whenever users were given numbers since it was asked for.
    public long usersNumbered() {
        return users.given();
    }

    /// Gives users numbers, with few writes for many of them.
    public void prepareUsers(Collection<UserId> wanted) {
        users.internAll(wanted);
    }

    /// Gives servers numbers, with few writes for many of them.
    public void prepareServers(Collection<ServerName> wanted) {
        servers.internAll(wanted);
    }

    /// Returns the user with a number.
    public UserId userId(long nid) {
        return users.name(nid);
    }

    /// Returns the number of a server, a new one if need be.
    public long server(ServerName server) {
        return servers.intern(server);
    }

    /// Returns the number of a server, empty when nobody needed one so far.
    public Optional<Long> findServer(ServerName server) {
        return servers.find(server);
    }

    /// Returns the server with a number.
    public ServerName serverName(long nid) {
        return servers.name(nid);
    }

    /// Returns the number of an event type, a new one if need be.
    public long type(String name) {
        return types.intern(name);
    }

    /// Returns the number of an event type, empty when nobody needed one so far.
    public Optional<Long> findType(String name) {
        return types.find(name);
    }

    /// Returns the event type with a number.
    public String typeName(long nid) {
        return types.name(nid);
    }

    /// Returns the number of a pair of event type and state key, a new one if need be.
    public long stateKey(String type, String key) {
        return stateKeys.intern(new StateKey(type(type), key));
    }

    /// A pair of event type and state key that needs a number.
    public record TypeAndKey(String type, String key) {}

    /// Gives pairs of event type and state key numbers, with few writes for many of them.
    public void prepareStateKeys(Collection<TypeAndKey> wanted) {
        types.internAll(wanted.stream().map(TypeAndKey::type).toList());
        stateKeys.internAll(
                wanted.stream().map(each -> new StateKey(type(each.type()), each.key())).toList());
    }

    /// Returns the number of a pair of event type and state key, empty when nobody needed one so far.
    public Optional<Long> findStateKey(String type, String key) {
        return findType(type).flatMap(nid -> stateKeys.find(new StateKey(nid, key)));
    }

    /// Returns the pair with a number.
    public StateKeyText stateKeyText(long nid) {
        StateKey key = stateKeys.name(nid);
        return new StateKeyText(key.type(), typeName(key.type()), key.text());
    }

    /// Returns which of the numbers of state keys are of an event type. Cost: that of [#ofOtherTypes].
    public Set<Long> ofType(long type, Collection<Long> stateKeys) {
        Set<Long> found = new HashSet<>(stateKeys);
        found.removeAll(ofOtherTypes(type, stateKeys));
        return found;
    }

    /// Returns which of the numbers of state keys are of other event types than one. Cost: one statement for each ten thousand that are
    /// not in memory. Nothing is cached, so that who looks through all of a large state takes no place of what is asked for again.
    public Set<Long> ofOtherTypes(long type, Collection<Long> numbers) {
        Set<Long> others = new HashSet<>();
        List<Long> unknown = new ArrayList<>();
        for (long number : numbers) {
            @Nullable StateKey key = stateKeys.cachedName(number);
            if (key == null) {
                unknown.add(number);
            } else if (key.type() != type) {
                others.add(number);
            }
        }
        for (int at = 0; at < unknown.size(); at += KEYS_AT_ONCE) {
            int end = Math.min(at + KEYS_AT_ONCE, unknown.size());
            others.addAll(readOfOtherTypes(type, unknown.subList(at, end)));
        }
        return others;
    }

    private List<Long> readOfOtherTypes(long type, List<Long> some) {
        return database.read(
                tx ->
                        tx.list(
                                "SELECT state_key FROM state_key WHERE state_key = ANY(?) AND type <> ?",
                                row -> row.number(1),
                                some.stream().mapToLong(Long::longValue).toArray(),
                                type));
    }

    private static final class ServerSql implements NameTable.Sql<ServerName> {
        @Override
        public Nids.Space space() {
            return Nids.Space.SERVER;
        }

        @Override
        public Optional<Long> find(Tx tx, ServerName name) {
            return tx.one(
                    "SELECT server FROM server_name WHERE name = ?",
                    row -> row.number(1),
                    name.toString());
        }

        @Override
        public Optional<ServerName> name(Tx tx, long nid) {
            return tx.one(
                    "SELECT name FROM server_name WHERE server = ?",
                    row -> ServerName.parse(row.text(1)),
                    nid);
        }

        @Override
        public void insert(WriteTx tx, long nid, ServerName name) {
            tx.update("INSERT INTO server_name (server, name) VALUES (?, ?)", nid, name.toString());
        }
    }

    private static final class TypeSql implements NameTable.Sql<String> {
        @Override
        public Nids.Space space() {
            return Nids.Space.TYPE;
        }

        @Override
        public Optional<Long> find(Tx tx, String name) {
            return tx.one("SELECT type FROM event_type WHERE name = ?", row -> row.number(1), name);
        }

        @Override
        public Optional<String> name(Tx tx, long nid) {
            return tx.one("SELECT name FROM event_type WHERE type = ?", row -> row.text(1), nid);
        }

        @Override
        public void insert(WriteTx tx, long nid, String name) {
            tx.update("INSERT INTO event_type (type, name) VALUES (?, ?)", nid, name);
        }
    }

    private final class UserSql implements NameTable.Sql<UserId> {
        @Override
        public Nids.Space space() {
            return Nids.Space.USER;
        }

        @Override
        public Optional<Long> find(Tx tx, UserId name) {
            return tx.one(
                    "SELECT user_nid FROM user_name WHERE user_id = ?",
                    row -> row.number(1),
                    name.toString());
        }

        @Override
        public Map<UserId, Long> findAll(Tx tx, List<UserId> names) {
            Map<UserId, Long> found = new HashMap<>();
            tx.forEach(
                    "SELECT user_id, user_nid FROM user_name WHERE user_id = ANY(?)",
                    row -> found.put(UserId.parse(row.text(1)), row.number(2)),
                    (Object) names.stream().map(UserId::toString).toArray(String[]::new));
            return found;
        }

        @Override
        public Optional<UserId> name(Tx tx, long nid) {
            return tx.one(
                    "SELECT user_id FROM user_name WHERE user_nid = ?",
                    row -> UserId.parse(row.text(1)),
                    nid);
        }

        /// The server's number stands in the user's row; from here on it is in the database.
        @Override
        public void prepare(UserId name) {
            server(name.server());
        }

        @Override
        public void insert(WriteTx tx, long nid, UserId name) {
            tx.update(
                    """
                    INSERT INTO user_name (user_nid, user_id, server)
                    SELECT ?, ?, server FROM server_name WHERE name = ?
                    """,
                    nid,
                    name.toString(),
                    name.server().toString());
        }
    }

    private static final class StateKeySql implements NameTable.Sql<StateKey> {
        @Override
        public Nids.Space space() {
            return Nids.Space.STATE_KEY;
        }

        @Override
        public Optional<Long> find(Tx tx, StateKey name) {
            return tx.one(
                    "SELECT state_key FROM state_key WHERE type = ? AND text = ?",
                    row -> row.number(1),
                    name.type(),
                    name.text());
        }

        @Override
        public Optional<StateKey> name(Tx tx, long nid) {
            return tx.one(
                    "SELECT type, text FROM state_key WHERE state_key = ?",
                    row -> new StateKey(row.number(1), row.text(2)),
                    nid);
        }

        @Override
        public void insert(WriteTx tx, long nid, StateKey name) {
            tx.update(
                    "INSERT INTO state_key (state_key, type, text) VALUES (?, ?, ?)",
                    nid,
                    name.type(),
                    name.text());
        }
    }
}
