package org.stoa.accounts.profile;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.stoa.accounts.ProfileChanged;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.Database;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;
import org.stoa.storage.accounts.Account;
import org.stoa.storage.accounts.AccountRepository;
import org.stoa.storage.accounts.ProfileRepository;

/// The profiles of this server's users. Thread-safe. Spec: client-server-api#profiles (v1.19).
public final class Profiles {

    /// "The total profile MUST be under 64 KiB."
    private static final int MAX_BYTES = 65_535;

    private final Database database;
    private final AccountRepository accounts;
    private final ProfileRepository profiles;
    private final ServerName serverName;
    private final ProfileChanged profileChanged;
    private volatile UnknownUserResolver unknownUsers = UnknownUserResolver.NOBODY;

    /// Keeps profiles in this database, and tells of changes.
    public Profiles(
            Database database,
            AccountRepository accounts,
            ProfileRepository profiles,
            ServerName serverName,
            ProfileChanged profileChanged) {
        this.database = database;
        this.accounts = accounts;
        this.profiles = profiles;
        this.serverName = serverName;
        this.profileChanged = profileChanged;
    }

    /// Returns the profile of a user of this server, fields in the order of their names. `{}` for a user who has set
    /// nothing; empty when there is no such user here, or not any more.
    public Optional<JsonObject> find(UserId userId) {
        if (!userId.server().equals(serverName)) {
            return Optional.empty();
        }
        return database.read(tx -> find(tx, userId.localpart()));
    }

    /// Says that somebody wants something of a user of this server who may not be there yet. Not to be called with a lock held,
    /// or while reading: it may take seconds.
    public void meet(UserId userId) {
        if (userId.server().equals(serverName)) {
            unknownUsers.meet(userId);
        }
    }

    /// Has somebody hear of users who may not be there yet.
    public void onMeeting(UnknownUserResolver other) {
        unknownUsers = other;
    }

    /// Returns the profile of a user inside a transaction; `{}` for a user who has set nothing.
    public JsonObject find(Tx tx, long user) {
        JsonObject.Builder profile = JsonObject.builder();
        profiles.find(tx, user).forEach((field, value) -> profile.put(field, Json.parse(value)));
        return profile.build();
    }

    /// Returns one field of a user's profile.
    public Optional<Json> field(UserId userId, ProfileField field) {
        return find(userId).map(profile -> profile.get(field.name()));
    }

    /// Sets a field; an empty name or picture removes it.
    ///
    /// Errors: M_INVALID_PARAM when the field cannot have the value; M_PROFILE_TOO_LARGE.
    public void set(long user, UserId userId, ProfileField field, Json value) {
        field.check(value);
        if (field.isEmptied(value)) {
            remove(user, userId, field);
            return;
        }
        String text = value.toString();
        boolean stored = database.write(tx -> set(tx, user, userId, field, text));
        if (!stored) {
            throw new MatrixException(
                    ErrorCode.PROFILE_TOO_LARGE, "A profile has less than 64 KiB in all");
        }
    }

    /// Sets a field of a user who is known by the user id. Errors: as above.
    public void set(UserId userId, ProfileField field, Json value) {
        set(database.names().user(userId), userId, field, value);
    }

    /// Removes a field; nothing happens when it was not set.
    public void remove(long user, UserId userId, ProfileField field) {
        database.write(tx -> remove(tx, user, userId, field));
    }

    private Optional<JsonObject> find(Tx tx, String localpart) {
        return accounts.findByLocalpart(tx, localpart)
                .filter(account -> !account.isDeactivated())
                .map(Account::user)
                .map(user -> find(tx, user));
    }

    private boolean set(WriteTx tx, long user, UserId userId, ProfileField field, String value) {
        Map<String, String> fields = profiles.find(tx, user);
        if (value.equals(fields.put(field.name(), value))) {
            return true;
        }
        if (size(fields) > MAX_BYTES) {
            return false;
        }
        profiles.put(tx, user, field.name(), value);
        profileChanged.changed(tx, user, userId, field.name());
        return true;
    }

    private boolean remove(WriteTx tx, long user, UserId userId, ProfileField field) {
        boolean removed = profiles.delete(tx, user, field.name());
        if (removed) {
            profileChanged.changed(tx, user, userId, field.name());
        }
        return removed;
    }

    /// The bytes of the profile as JSON: quotes and colon of each name, a comma after each field.
    private static int size(Map<String, String> fields) {
        int bytes = 2;
        for (Map.Entry<String, String> field : fields.entrySet()) {
            bytes +=
                    field.getKey().length()
                            + field.getValue().getBytes(StandardCharsets.UTF_8).length
                            + 4;
        }
        return bytes;
    }
}
