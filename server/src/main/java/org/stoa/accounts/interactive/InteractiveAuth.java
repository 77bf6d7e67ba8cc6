package org.stoa.accounts.interactive;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoa.accounts.token.TokenTexts;
import org.stoa.http.Response;
import org.stoa.platform.Randomness;
import org.stoa.platform.Time;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.Database;
import org.stoa.storage.accounts.InteractiveSessionRepository;

/// Runs an operation once its caller has completed the stages of one of its flows, and until then
/// answers 401 with what is left to do.
///
/// A session is opened by the first request and bound to the operation, the user and the body. Later
/// requests name it and may leave the body out. The body may only change while nothing is completed,
/// so that nobody approves one thing and gets another. When the operation is done the session is used up:
/// whoever names it again has to authenticate anew, so that nobody logs in by a session that made an account.
///
/// Thread-safe. Spec: client-server-api#user-interactive-api-in-the-rest-api (v1.19).
public final class InteractiveAuth {

    private static final String AUTH = "auth";
    private static final Set<String> THIRD_PARTY =
            Set.of("m.login.email.identity", "m.login.msisdn");

    private final AuthSessions sessions;
    private final Map<String, Stage> stages;

    private InteractiveAuth(AuthSessions sessions, List<Stage> stages) {
        this.sessions = sessions;
        Map<String, Stage> byType = new LinkedHashMap<>();
        for (Stage stage : stages) {
            byType.put(stage.type(), stage);
        }
        this.stages = Map.copyOf(byType);
    }

    /// Keeps sessions in this database for this time, and knows these stages.
    public static InteractiveAuth over(
            Database database,
            InteractiveSessionRepository repository,
            Randomness randomness,
            Time time,
            Duration lifetime,
            List<Stage> stages) {
        var sessions =
                new AuthSessions(
                        database,
                        repository,
                        new TokenTexts(randomness),
                        randomness,
                        time,
                        lifetime.toMillis());
        return new InteractiveAuth(sessions, stages);
    }

    /// Performs an action for somebody who needs no interactive authentication.
    public Response exempt(JsonObject body, GuardedAction action) {
        action.check(body);
        var session = new AuthSession("", "", null, body, Map.of(), null, false);
        return action.answer(action.perform(new Granted(session, sessions)), body);
    }

    /// Handles one request of a guarded operation: checks it, attempts the stage it names, and either
    /// performs the action or answers what is left to do.
    ///
    /// Errors: what `check` and `perform` throw; M_FORBIDDEN (403) when the session was opened for something else.
    public Response guard(GuardedCall call, JsonObject requestBody, GuardedAction action) {
        JsonObject auth = requestBody.object(AUTH).orElse(null);
        JsonObject body = requestBody.without(AUTH);
        if (auth == null) {
            action.check(body);
            return challenge(call, sessions.store(fresh(call, body)), null);
        }
        Optional<String> sessionId = auth.string("session");
        if (sessionId.isEmpty()) {
            action.check(body);
            return proceed(call, fresh(call, body), auth, action);
        }
        Optional<AuthSession> known =
                sessions.find(sessionId.get()).filter(session -> !session.isUsedUp());
        if (known.isEmpty()) {
            action.check(body);
            var unknown =
                    new StageResult.Refused(
                            ErrorCode.UNKNOWN,
                            "The session is unknown, expired or used up; this is a new one");
            return challenge(call, sessions.store(fresh(call, body)), unknown);
        }
        return resume(call, known.get(), auth, body, action);
    }

    /// Attempts a stage of a stored session without the request it is for: what fallback pages do.
    ///
    /// Errors: M_NOT_FOUND when there is no such session or stage; M_FORBIDDEN and others when the attempt fails.
    public void completeElsewhere(String sessionId, String type, JsonObject auth, String address) {
        AuthSession session =
                sessions.find(sessionId)
                        .orElseThrow(
                                () ->
                                        new MatrixException(
                                                ErrorCode.NOT_FOUND,
                                                "The session is unknown or expired"));
        Stage stage = stages.get(type);
        if (stage == null) {
            throw new MatrixException(ErrorCode.NOT_FOUND, "There is no stage " + type + " here");
        }
        if (session.completed().containsKey(type) || session.isUsedUp()) {
            return;
        }
        StageResult result = stage.attempt(new StageAttempt(auth, session.user(), address));
        switch (result) {
            case StageResult.Passed passed ->
                    sessions.update(session.withCompleted(type, passed.note()), false);
            case StageResult.Refused refused ->
                    throw new MatrixException(refused.code(), refused.message());
        }
    }

    private Response resume(
            GuardedCall call,
            AuthSession session,
            JsonObject auth,
            JsonObject newBody,
            GuardedAction action) {
        if (!session.operation().equals(call.operation())
                || !Objects.equals(session.user(), call.user())) {
            throw new MatrixException(
                    ErrorCode.FORBIDDEN, "The session was opened for another operation");
        }
        AuthSession current = withBody(call, session, newBody);
        action.check(current.body());
        if (!current.equals(session)) {
            sessions.update(current, true);
        }
        return proceed(call, current, auth, action);
    }

    private static AuthSession withBody(GuardedCall call, AuthSession session, JsonObject body) {
        if (body.isEmpty() || body.equals(session.body())) {
            return session;
        }
        if (!call.bodyMayChange() && !session.completed().isEmpty()) {
            throw new MatrixException(
                    ErrorCode.FORBIDDEN, "The request changed after a stage was completed for it");
        }
        return session.withBody(body);
    }

    private Response proceed(
            GuardedCall call, AuthSession session, JsonObject auth, GuardedAction action) {
        AuthSession current = session;
        StageResult.Refused refused = null;
        Optional<String> type = auth.string("type");
        if (type.isPresent() && !session.completed().containsKey(type.get())) {
            switch (attempt(call, session, type.get(), auth)) {
                case StageResult.Passed passed ->
                        current = session.withCompleted(type.get(), passed.note());
                case StageResult.Refused failure -> refused = failure;
            }
        }
        if (!call.isFinishedBy(current.stages())) {
            return challenge(call, stored(session, current), refused);
        }
        JsonObject result = action.perform(new Granted(current, sessions));
        sessions.finish(current, result);
        return action.answer(result, current.body());
    }

    private AuthSession stored(AuthSession before, AuthSession now) {
        if (!now.stored()) {
            return sessions.store(now);
        }
        if (!now.equals(before)) {
            sessions.update(now, false);
        }
        return now;
    }

    private StageResult attempt(
            GuardedCall call, AuthSession session, String type, JsonObject auth) {
        if (THIRD_PARTY.contains(type)) {
            return new StageResult.Refused(
                    ErrorCode.THREEPID_MEDIUM_NOT_SUPPORTED,
                    "This server knows no e-mail addresses and phone numbers");
        }
        Stage stage = stages.get(type);
        if (stage == null || !call.continuesWith(session.stages(), type)) {
            return new StageResult.Refused(
                    ErrorCode.FORBIDDEN, type + " is not the next stage of any of the flows");
        }
        return stage.attempt(new StageAttempt(auth, call.user(), call.address()));
    }

    private JsonObject params(GuardedCall call) {
        JsonObject.Builder params = JsonObject.builder();
        call.flows().stream()
                .flatMap(flow -> flow.stages().stream())
                .distinct()
                .flatMap(type -> Optional.ofNullable(stages.get(type)).stream())
                .filter(stage -> !stage.params().isEmpty())
                .forEach(stage -> params.put(stage.type(), stage.params()));
        return params.build();
    }

    private AuthSession fresh(GuardedCall call, JsonObject body) {
        return sessions.fresh(call.operation(), call.user(), body);
    }

    private Response challenge(
            GuardedCall call, AuthSession session, StageResult.@Nullable Refused refused) {
        JsonObject.Builder answer = JsonObject.builder();
        if (refused != null) {
            answer.put("errcode", refused.code().code());
            answer.put("error", refused.message());
        }
        if (!session.completed().isEmpty()) {
            answer.put("completed", JsonArray.ofStrings(session.stages()));
        }
        answer.put("flows", JsonArray.of(call.flows().stream().map(AuthFlow::toJson).toList()));
        answer.put("params", params(call));
        answer.put("session", session.id());
        return Response.of(401, answer.build());
    }
}
