package org.stoa.accounts.data;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.Database;
import org.stoa.storage.Position;
import org.stoa.storage.WriteTx;
import org.stoa.storage.accounts.AccountDataEntry;
import org.stoa.storage.accounts.AccountDataRepository;

/// Account data of users, global and per room. Each change takes a position of the stream and wakes the user.
///
/// Thread-safe. Spec: client-server-api#client-config (v1.19).
public final class AccountData {

    /// Types that the server manages itself.
    private static final Set<String> MANAGED = Set.of("m.fully_read", PushRulesContent.TYPE);

    private static final int MAX_TYPE_BYTES = 255;

    /// Somebody else's change succeeds each time that one of these does not.
    private static final int MAX_ATTEMPTS = 100;

    private final Database database;
    private final AccountDataRepository repository;
    private final AccountDataQuota quota;

    /// Keeps account data in this database, within the quota.
    public AccountData(
            Database database, AccountDataRepository repository, AccountDataQuota quota) {
        this.quota = quota;
        this.database = database;
        this.repository = repository;
    }

    /// Returns a user's global entry of a type. There are always push rules.
    public Optional<JsonObject> global(long user, UserId userId, String type) {
        Optional<JsonObject> stored = find(user, AccountDataRepository.GLOBAL, type);
        if (type.equals(PushRulesContent.TYPE)) {
            return Optional.of(PushRulesContent.of(userId, stored.orElse(null)));
        }
        return stored;
    }

    /// Returns a user's entry of a type for a room. Errors: M_INVALID_PARAM when that is no room id.
    public Optional<JsonObject> ofRoom(long user, String roomId, String type) {
        OptionalLong room = room(user, roomId);
        return room.isEmpty() ? Optional.empty() : find(user, room.getAsLong(), type);
    }

    /// Sets a user's global entry as a client asks for.
    ///
    /// Errors: M_BAD_JSON (405) for types that the server manages; M_INVALID_PARAM when the type is too long; M_TOO_LARGE and
    /// M_RESOURCE_LIMIT_EXCEEDED beyond the quota.
    public void setGlobal(long user, String type, JsonObject content) {
        checkType(type);
        if (type.equals(IgnoredUsers.TYPE)) {
            IgnoredUsers.check(content);
        }
        store(user, AccountDataRepository.GLOBAL, type, content);
    }

    /// Removes a user's global entry; nothing happens when there is none. Errors: M_BAD_JSON (405), as `setGlobal`.
    public void removeGlobal(long user, String type) {
        checkType(type);
        remove(user, AccountDataRepository.GLOBAL, type);
    }

    /// Removes a user's entry for a room; nothing happens when there is none. Errors: as `setOfRoom`.
    public void removeOfRoom(long user, String roomId, String type) {
        checkType(type);
        remove(user, requireRoom(user, roomId), type);
    }

    /// Sets a user's entry for a room as a client asks for.
    ///
    /// Errors: M_BAD_JSON (405) for types that the server manages; M_INVALID_PARAM when the type is too long or that is no
    /// room id; M_FORBIDDEN when the user has nothing to do with the room; M_TOO_LARGE and M_RESOURCE_LIMIT_EXCEEDED
    /// beyond the quota.
    public void setOfRoom(long user, String roomId, String type, JsonObject content) {
        checkType(type);
        store(user, requireRoom(user, roomId), type, content);
    }

    /// Changes a user's entry for a room in one step; `change` gets `{}` when there is none.
    ///
    /// Errors: as `setOfRoom`.
    void changeOfRoom(long user, String roomId, String type, UnaryOperator<JsonObject> change) {
        long room = requireRoom(user, roomId);
        database.write(
                tx -> {
                    JsonObject before =
                            repository
                                    .find(tx, user, room, type)
                                    .map(AccountData::parse)
                                    .orElse(JsonObject.EMPTY);
                    String after = change.apply(before).toString();
                    return put(tx, user, room, type, after);
                });
    }

    /// Changes a global entry that the server manages in one step: what others change meanwhile is not lost. Nothing is
    /// written when nothing changes.
    ///
    /// Errors: what `change` throws; M_LIMIT_EXCEEDED when others change it again and again.
    ///
    /// @param change makes the new content of the old one, `null` when there is none; called again when somebody else was
    ///     faster
    public void changeGlobal(
            long user, String type, Function<@Nullable JsonObject, JsonObject> change) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Optional<AccountDataEntry> before =
                    database.read(
                            tx -> repository.entry(tx, user, AccountDataRepository.GLOBAL, type));
            String old = before.map(AccountDataEntry::content).orElse("");
            String after = change.apply(before.isEmpty() ? null : parse(old)).toString();
            if (after.equals(old) || storeUnlessChanged(user, type, before, after)) {
                return;
            }
        }
        throw new MatrixException(
                ErrorCode.LIMIT_EXCEEDED, type + " is being changed by too many at once");
    }

    private boolean storeUnlessChanged(
            long user, String type, Optional<AccountDataEntry> before, String after) {
        long global = AccountDataRepository.GLOBAL;
        return database.write(
                tx -> {
                    boolean isUnchanged =
                            repository
                                    .entry(tx, user, global, type)
                                    .map(AccountDataEntry::pos)
                                    .equals(before.map(AccountDataEntry::pos));
                    if (isUnchanged) {
                        repository.put(tx, user, global, type, after);
                    }
                    return isUnchanged;
                });
    }

    private Optional<JsonObject> find(long user, long room, String type) {
        return database.read(tx -> repository.find(tx, user, room, type)).map(AccountData::parse);
    }

    private void store(long user, long room, String type, JsonObject content) {
        String text = content.toString();
        database.write(tx -> put(tx, user, room, type, text));
    }

    private Position put(WriteTx tx, long user, long room, String type, String text) {
        long size = bytes(text);
        quota.checkSize(size);
        Optional<String> before = repository.find(tx, user, room, type);
        if (before.isEmpty()) {
            quota.checkCount(repository.count(tx, user));
        }
        long growth = size - before.map(AccountData::bytes).orElse(0L);
        if (growth > 0) {
            quota.checkTotal(repository.bytes(tx, user) + growth);
        }
        return repository.put(tx, user, room, type, text);
    }

    private void remove(long user, long room, String type) {
        database.execute(tx -> repository.remove(tx, user, room, type));
    }

    private long requireRoom(long user, String roomId) {
        return room(user, roomId)
                .orElseThrow(
                        () -> new MatrixException(ErrorCode.FORBIDDEN, "You are not in that room"));
    }

    private OptionalLong room(long user, String roomId) {
        if (RoomId.tryParse(roomId).isEmpty()) {
            throw new MatrixException(ErrorCode.INVALID_PARAM, roomId + " is not a room id");
        }
        return database.read(tx -> repository.roomOf(tx, user, roomId));
    }

    /// "Servers MUST reject setting account data for event types that the server manages by using a 405 error
    /// response."
    private static void checkType(String type) {
        if (MANAGED.contains(type)) {
            throw new MatrixException(ErrorCode.BAD_JSON, type + " cannot be set through this API")
                    .withStatus(405);
        }
        if (type.getBytes(StandardCharsets.UTF_8).length > MAX_TYPE_BYTES) {
            throw new MatrixException(ErrorCode.INVALID_PARAM, "A type has at most 255 bytes");
        }
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static JsonObject parse(String text) {
        return Json.parseObject(text);
    }
}
