package org.stoa.appservice.endpoint;

import java.time.Duration;
import java.util.Optional;
import org.stoa.appservice.Registration;
import org.stoa.appservice.Registrations;
import org.stoa.appservice.client.ServiceAnswer;
import org.stoa.appservice.client.ServiceAnswer.Answered;
import org.stoa.appservice.client.ServiceClient;
import org.stoa.http.Access;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.http.auth.AppService;
import org.stoa.platform.Time;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.JsonNumber;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.remote.RemotePath;

/// Tells an application service whether this server reaches it.
///
/// Errors: M_FORBIDDEN for another service than the one that asks; M_URL_NOT_SET; M_BAD_STATUS, M_CONNECTION_FAILED,
/// M_CONNECTION_TIMEOUT. Spec: application-service-api#post_matrixclientv1appserviceappserviceidping (v1.19).
public final class PingService implements Endpoint {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /// What is repeated of an answer that tells of a mistake.
    private static final int MAX_BODY = 2_000;

    private final Registrations registrations;
    private final ServiceClient client;
    private final Time time;

    /// Asks these.
    public PingService(Registrations registrations, ServiceClient client, Time time) {
        this.registrations = registrations;
        this.client = client;
        this.time = time;
    }

    @Override
    public Route route() {
        return Route.post("/appservice/{appserviceId}/ping", Era.V1)
                .also("/_matrix/client/unstable/fi.mau.msc2659/appservice/{appserviceId}/ping")
                .access(Access.APP_SERVICE)
                .smallBody()
                .build();
    }

    @Override
    public Response handle(Request request) {
        String id = request.path("appserviceId");
        Registration service =
                request.requester()
                        .appService()
                        .map(AppService::id)
                        .filter(id::equals)
                        .flatMap(registrations::byId)
                        .orElseThrow(
                                () ->
                                        new MatrixException(
                                                ErrorCode.FORBIDDEN,
                                                "The token is not that of this application service"));
        if (service.address().isEmpty()) {
            throw new MatrixException(ErrorCode.URL_NOT_SET, "The application service has no URL");
        }
        Optional<String> transaction = request.fields().string("transaction_id");
        return ping(service, transaction);
    }

    private Response ping(Registration service, Optional<String> transaction) {
        JsonObject body = JsonObject.builder().putIfPresent("transaction_id", transaction).build();
        long start = time.nanoTime();
        ServiceAnswer answer =
                client.tell(
                        service,
                        ServiceClient.Kind.PING,
                        "POST",
                        RemotePath.of("/ping"),
                        body.toBytes(),
                        TIMEOUT);
        long millis = Duration.ofNanos(time.nanoTime() - start).toMillis();
        return switch (answer) {
            case Answered answered when answered.isSuccess() ->
                    Response.ok(JsonObject.of("duration_ms", millis));
            case Answered answered -> throw badStatus(answered);
            case ServiceAnswer.Unreachable(String reason) ->
                    throw new MatrixException(
                            ErrorCode.CONNECTION_FAILED,
                            "The application service cannot be reached: " + reason);
            case ServiceAnswer.TimedOut() ->
                    throw new MatrixException(
                            ErrorCode.CONNECTION_TIMEOUT,
                            "The application service did not answer in time");
        };
    }

    private static MatrixException badStatus(Answered answer) {
        String text = answer.text();
        return new MatrixException(
                        ErrorCode.BAD_STATUS, "The application service answered " + answer.status())
                .with("status", JsonNumber.of(answer.status()))
                .with("body", new JsonString(text.substring(0, Math.min(text.length(), MAX_BODY))));
    }
}
