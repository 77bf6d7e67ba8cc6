package org.stoa.rooms.alias;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.stoa.accounts.NamespaceGuard;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.IdException;
import org.stoa.protocol.id.RoomAlias;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.rooms.persist.RoomUpdate;
import org.stoa.storage.Database;
import org.stoa.storage.rooms.AliasRepository;
import org.stoa.storage.rooms.AliasRepository.AliasRecord;
import org.stoa.storage.rows.RoomAliasRow;

/// The aliases of this server. Thread-safe.
///
/// Spec: client-server-api#room-aliases (v1.19).
public final class Aliases {
    private static final int LOCKS = 64;

    private final ServerName serverName;
    private final Database database;
    private final NamespaceGuard namespaces;
    private final AliasRepository repository = new AliasRepository();
    private final ReentrantLock[] locks = new ReentrantLock[LOCKS];
    private volatile UnknownAliasResolver resolver = UnknownAliasResolver.NOBODY;

    /// Creates it.
    public Aliases(ServerName serverName, Database database, NamespaceGuard namespaces) {
        this.serverName = serverName;
        this.database = database;
        this.namespaces = namespaces;
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /// The alias of this server with the localpart.
    ///
    /// Errors: M_INVALID_PARAM when there can be none; M_EXCLUSIVE when it belongs to an application service.
    public RoomAlias localAlias(Requester requester, String localpart) {
        if (localpart.isEmpty() || localpart.startsWith("#") || localpart.contains(":")) {
            throw new MatrixException(
                    ErrorCode.INVALID_PARAM, "A room alias name is the part between # and :");
        }
        RoomAlias alias;
        try {
            alias = RoomAlias.of(localpart, serverName);
        } catch (IdException invalid) {
            throw new MatrixException(
                    ErrorCode.INVALID_PARAM, String.valueOf(invalid.getMessage()));
        }
        requireFree(requester, alias);
        return alias;
    }

    private void requireFree(Requester requester, RoomAlias alias) {
        Set<String> owners = namespaces.ownersOf(alias);
        boolean own =
                requester.appService().map(service -> owners.contains(service.id())).orElse(false);
        if (!owners.isEmpty() && !own) {
            throw new MatrixException(
                    ErrorCode.EXCLUSIVE,
                    "Room alias " + alias + " belongs to an application service");
        }
    }

    /// Whether the alias is of this server.
    public boolean isLocal(RoomAlias alias) {
        return alias.server().equals(serverName);
    }

    /// The room that an alias of this server stands for.
    public Optional<RoomId> find(RoomAlias alias) {
        return record(alias).map(record -> RoomId.parse(record.roomId()));
    }

    /// The room that an alias of this server stands for; when there is none, who might make it is asked first. Not to be
    /// called with a lock held, or while reading: it may take seconds.
    ///
    /// Errors: those of [UnknownAliasResolver#resolve].
    public Optional<RoomId> findOrAsk(RoomAlias alias) {
        Optional<RoomId> found = find(alias);
        return found.isEmpty() && resolver.resolve(alias, () -> find(alias).isPresent())
                ? find(alias)
                : found;
    }

    /// Has somebody asked for aliases that do not exist.
    public void askForUnknown(UnknownAliasResolver other) {
        resolver = other;
    }

    /// An alias of this server with who made it.
    public Optional<AliasRecord> record(RoomAlias alias) {
        return database.read(tx -> repository.find(tx, alias.toString()));
    }

    /// Does something while nobody else can take the alias.
    ///
    /// Errors: M_ROOM_IN_USE when it is taken.
    public <T> T reserved(RoomAlias alias, Supplier<T> action) {
        ReentrantLock lock = locks[Math.floorMod(alias.toString().hashCode(), LOCKS)];
        lock.lock();
        try {
            if (record(alias).isPresent()) {
                throw new MatrixException(
                        ErrorCode.ROOM_IN_USE, "Room alias " + alias + " is taken");
            }
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /// Adds the alias to the write that makes its room.
    public void addRow(RoomUpdate update, RoomAlias alias, Requester creator) {
        update.write()
                .add(
                        new RoomAliasRow(
                                alias.toString(),
                                update.room().roomId().toString(),
                                creator.userNid()));
    }
}
