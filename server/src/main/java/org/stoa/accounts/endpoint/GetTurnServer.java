package org.stoa.accounts.endpoint;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.stoa.accounts.TurnConfig;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.platform.Time;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

/// Gives a user credentials for the TURN servers, good for a while: the name says until when and for whom, the password is
/// its HMAC-SHA1 with the secret of these servers (draft-uberti-behave-turn-rest).
///
/// Errors: M_NOT_FOUND when there are no TURN servers. Spec: client-server-api#get_matrixclientv3voipturnserver (v1.19).
public final class GetTurnServer implements Endpoint {
    private static final Route ROUTE =
            Route.get("/voip/turnServer", Era.V3, Era.R0, Era.API_V1)
                    .also("/turnServer", Era.API_V1)
                    .build();

    private final @Nullable TurnConfig turn;
    private final Time time;

    /// Tells of these servers, or that there are none.
    public GetTurnServer(@Nullable TurnConfig turn, Time time) {
        this.turn = turn;
        this.time = time;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        if (turn == null) {
            throw new MatrixException(ErrorCode.NOT_FOUND, "This server has no TURN servers");
        }
        long until = time.instant().plus(turn.lifetime()).getEpochSecond();
        String name = until + ":" + request.requester().userId();
        return Response.ok(
                JsonObject.of(
                        "username",
                        name,
                        "password",
                        password(name, turn.sharedSecret()),
                        "uris",
                        JsonArray.ofStrings(turn.uris()),
                        "ttl",
                        turn.lifetime().toSeconds()));
    }

    private static String password(String name, String secret) {
        try {
            Mac hmac = Mac.getInstance("HmacSHA1");
            hmac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder()
                    .encodeToString(hmac.doFinal(name.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA1", impossible);
        }
    }
}
