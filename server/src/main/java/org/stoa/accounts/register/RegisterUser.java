package org.stoa.accounts.register;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.accounts.AppServices;
import org.stoa.accounts.interactive.Granted;
import org.stoa.accounts.interactive.GuardedAction;
import org.stoa.accounts.session.OpenedSession;
import org.stoa.accounts.session.SessionWish;
import org.stoa.accounts.session.Sessions;
import org.stoa.accounts.token.AccessTokens;
import org.stoa.http.Fields;
import org.stoa.http.Response;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.Database;
import org.stoa.storage.WriteTx;

/// Makes an account for a client, or a user's account of a guest's, and logs it in.
///
/// Spec: client-server-api#post_matrixclientv3register and #guest-access (v1.19).
public final class RegisterUser implements GuardedAction {

    private static final String USER_ID = "user_id";

    private final Database database;
    private final Registrar registrar;
    private final RegistrationTokens tokens;
    private final Sessions sessions;
    private final AccessTokens accessTokens;
    private final ServerName serverName;

    /// Wires it to what it makes accounts and sessions with.
    public RegisterUser(
            Database database,
            Registrar registrar,
            RegistrationTokens tokens,
            Sessions sessions,
            AccessTokens accessTokens,
            ServerName serverName) {
        this.database = database;
        this.registrar = registrar;
        this.tokens = tokens;
        this.sessions = sessions;
        this.accessTokens = accessTokens;
        this.serverName = serverName;
    }

    @Override
    public void check(JsonObject body) {
        Optional<String> name = wishedName(body);
        password(body).ifPresent(registrar::checkPassword);
        SessionWish.of(body);
        if (guestToken(body).isPresent()) {
            guest(body);
            return;
        }
        name.ifPresent(registrar::checkFree);
    }

    @Override
    public JsonObject perform(Granted granted) {
        JsonObject body = granted.body();
        if (guestToken(body).isPresent()) {
            return upgrade(granted);
        }
        UserId userId =
                wishedName(body)
                        .map(name -> NewName.parse(name, serverName))
                        .orElseGet(registrar::randomName);
        JsonObject result = JsonObject.of(USER_ID, userId.toString());
        NewAccount account = NewAccount.user(userId, password(body).orElse(null), consent(granted));
        registrar.create(account, tx -> finish(tx, granted, result));
        return result;
    }

    @Override
    public Response answer(JsonObject result, JsonObject body) {
        UserId userId = UserId.parse(result.string(USER_ID).orElseThrow());
        SessionWish wish =
                Fields.of(body).bool("inhibit_login", false) ? null : SessionWish.of(body);
        return Response.ok(answer(userId, wish));
    }

    /// Makes a guest's account and logs it in.
    public Response registerGuest(JsonObject body) {
        UserId userId = registrar.randomName();
        registrar.create(NewAccount.guest(userId), tx -> {});
        String deviceName = Fields.of(body).string("initial_device_display_name").orElse(null);
        return Response.ok(answer(userId, new SessionWish(null, deviceName, false)));
    }

    /// Makes an account as tools and old clients ask for it, without interaction.
    ///
    /// @param wish the session to open, `null`: none
    public Response register(NewAccount account, @Nullable SessionWish wish) {
        registrar.create(account, tx -> {});
        return Response.ok(answer(account.userId(), wish));
    }

    /// Makes the account of a user for whom an application service speaks. The name may have capitals and whatever else old
    /// user ids have: bridges make names of those of their networks.
    ///
    /// Errors: M_MISSING_PARAM, M_INVALID_USERNAME, M_EXCLUSIVE when the user is not the service's, M_USER_IN_USE.
    /// Spec: application-service-api#server-admin-style-permissions (v1.19).
    public Response registerGhost(AppServices.Service service, JsonObject body) {
        String name = wishedName(body).orElseThrow(() -> Fields.of(body).missing("username"));
        UserId userId =
                NewName.ofGhost(name, serverName)
                        .orElseThrow(
                                () ->
                                        new MatrixException(
                                                ErrorCode.INVALID_USERNAME,
                                                "A name has 1 or more of U+0021 to U+007E, without ':'"));
        AppServices.requireCovered(service, userId);
        boolean isLoggedIn = !Fields.of(body).bool("inhibit_login", false);
        return register(
                NewAccount.ghost(userId, service.id()), isLoggedIn ? SessionWish.of(body) : null);
    }

    private JsonObject upgrade(Granted granted) {
        JsonObject body = granted.body();
        Requester guest = guest(body);
        JsonObject result = JsonObject.of(USER_ID, guest.userId().toString());
        registrar.upgradeGuest(
                guest.userNid(),
                password(body).orElse(null),
                consent(granted),
                tx -> finish(tx, granted, result));
        accessTokens.evictUser(guest.userNid());
        return result;
    }

    private static @Nullable String consent(Granted granted) {
        return granted.noteOf(TermsStage.TYPE).map(JsonObject::toString).orElse(null);
    }

    private void finish(WriteTx tx, Granted granted, JsonObject result) {
        granted.finish(tx, result);
        Optional<JsonObject> note = granted.noteOf(RegistrationTokenStage.TYPE);
        if (note.isPresent() && !tokens.use(tx, RegistrationTokenStage.tokenOf(note.get()))) {
            throw new MatrixException(
                    ErrorCode.FORBIDDEN, "The registration token was used up meanwhile");
        }
    }

    private Requester guest(JsonObject body) {
        Requester guest =
                guestToken(body)
                        .flatMap(accessTokens::ownerOf)
                        .filter(Requester::guest)
                        .orElseThrow(
                                () ->
                                        new MatrixException(
                                                ErrorCode.FORBIDDEN,
                                                "`guest_access_token` is not the token of a guest"));
        String name = wishedName(body).orElseThrow(() -> Fields.of(body).missing("username"));
        if (!NewName.parse(name, serverName).equals(guest.userId())) {
            throw new MatrixException(
                    ErrorCode.INVALID_USERNAME, "A guest who becomes a user keeps the name");
        }
        return guest;
    }

    private JsonObject answer(UserId userId, @Nullable SessionWish wish) {
        JsonObject.Builder answer =
                JsonObject.builder()
                        .put(USER_ID, userId.toString())
                        .put("home_server", serverName.text());
        if (wish != null) {
            OpenedSession session =
                    sessions.open(database.names().user(userId), wish)
                            .orElseThrow(
                                    () ->
                                            new MatrixException(
                                                    ErrorCode.USER_DEACTIVATED,
                                                    "The account was closed meanwhile"));
            session.addTokensTo(answer);
            answer.put("device_id", session.deviceId());
        }
        return answer.build();
    }

    /// Old clients say `user` for what is `username` now.
    private static Optional<String> wishedName(JsonObject body) {
        Fields fields = Fields.of(body);
        return fields.string("username").or(() -> fields.string("user"));
    }

    private static Optional<String> password(JsonObject body) {
        return Fields.of(body).string("password");
    }

    private static Optional<String> guestToken(JsonObject body) {
        return Fields.of(body).string("guest_access_token");
    }
}
