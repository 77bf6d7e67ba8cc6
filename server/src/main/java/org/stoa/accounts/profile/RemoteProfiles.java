package org.stoa.accounts.profile;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonNull;
import org.stoa.protocol.json.JsonObject;
import org.stoa.remote.RemotePath;
import org.stoa.remote.RemoteServers;
import org.stoa.remote.connect.RequestLimits;

/// Asks other servers for the profiles of their users. Who asks for the same at the same time gets the same answer. Thread-safe.
///
/// Spec: server-server-api#get_matrixfederationv1queryprofile (v1.19).
public final class RemoteProfiles implements OtherProfiles {
    private final RemoteServers servers;

    /// Asks these servers.
    public RemoteProfiles(RemoteServers servers) {
        this.servers = servers;
    }

    @Override
    public Optional<JsonObject> find(UserId userId, @Nullable String field) {
        RemotePath path =
                RemotePath.of("/_matrix/federation/v1/query/profile")
                        .with("user_id", userId.toString());
        RemotePath asked = field == null ? path : path.with("field", field);
        try {
            JsonObject profile =
                    servers.get(userId.server())
                            .getShared(asked, RequestLimits.SMALL)
                            .orElseThrow();
            return Optional.of(usable(profile));
        } catch (MatrixException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// "It MUST either be omitted or set to `null`": both mean that there is none. What a client could not read is left out.
    private static JsonObject usable(JsonObject profile) {
        JsonObject.Builder usable = JsonObject.builder();
        profile.forEach(
                (name, value) -> {
                    if (!(value instanceof JsonNull) && isAllowed(name, value)) {
                        usable.put(name, value);
                    }
                });
        return usable.build();
    }

    private static boolean isAllowed(String name, Json value) {
        try {
            ProfileField.of(name).check(value);
            return true;
        } catch (MatrixException notAField) {
            return false;
        }
    }
}
