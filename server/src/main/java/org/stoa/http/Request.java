package org.stoa.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonException;
import org.stoa.protocol.json.JsonObject;

/// One request, after the router found its endpoint.
///
/// It holds names and numbers, and the body only between the first call of [#body()] and [#forgetBody()], so that one that
/// waits costs little. For the thread that handles the request only.
public final class Request {
    private static final String BEARER = "Bearer ";

    private final Incoming incoming;
    private final RouteMatch.Found match;
    private final Query query;
    private final InetAddress remoteAddress;
    private final String id;
    private final long maxBody;
    private final HeldBody held;
    private @Nullable Requester requester;
    private @Nullable ServerName origin;
    private Consumer<RateLimitKind> counter = kind -> {};
    private boolean bodyTaken;
    private boolean bodyBlank;
    private @Nullable JsonObject body;

    Request(
            Incoming incoming,
            RouteMatch.Found match,
            InetAddress remoteAddress,
            String id,
            long maxBody,
            HeldBody held) {
        this.incoming = incoming;
        this.match = match;
        this.query = Query.parse(incoming.rawQuery());
        this.remoteAddress = remoteAddress;
        this.id = id;
        this.maxBody = maxBody;
        this.held = held;
    }

    /// Says which user makes the request.
    Request by(Requester who) {
        requester = who;
        return this;
    }

    /// Says which server makes the request.
    Request by(ServerName who) {
        origin = who;
        return this;
    }

    /// Says how the request is counted.
    Request countedBy(Consumer<RateLimitKind> how) {
        counter = how;
        return this;
    }

    /// Counts the request for who makes it, besides as what its route says. Errors: M_LIMIT_EXCEEDED.
    public void count(RateLimitKind kind) {
        counter.accept(kind);
    }

    /// Returns the method, such as `GET`.
    public String method() {
        return incoming.method();
    }

    /// Returns a variable of the path, decoded; the empty string when the path is a shorter form that lacks it.
    public String path(String name) {
        return match.variables().getOrDefault(name, "");
    }

    /// Returns a variable of the path, decoded; empty when the path is a shorter form that lacks it.
    public Optional<String> optionalPath(String name) {
        return Optional.ofNullable(match.variables().get(name));
    }

    /// Returns the path as it came, encoded, without the query.
    public String rawPath() {
        return incoming.rawPath();
    }

    /// Returns path and query as they came, encoded: what a server signs.
    public String rawTarget() {
        String rawQuery = incoming.rawQuery();
        return rawQuery == null ? rawPath() : rawPath() + "?" + rawQuery;
    }

    /// Returns the template that matched, which names the kind of request.
    public String routeTemplate() {
        return match.template();
    }

    /// Returns the prefix that matched.
    public Era era() {
        return match.era();
    }

    /// Returns the id by which logs and the client know the request.
    public String id() {
        return id;
    }

    /// Returns the first parameter of the query with a name. Errors: M_INVALID_PARAM when it is not decodable.
    public Optional<String> query(String name) {
        return query.first(name);
    }

    /// Returns a parameter that must be there. Errors: M_MISSING_PARAM.
    public String requiredQuery(String name) {
        return query(name)
                .orElseThrow(
                        () ->
                                new MatrixException(
                                        ErrorCode.MISSING_PARAM,
                                        "The parameter '" + name + "' is missing"));
    }

    /// Returns all parameters of the query with a name, in order.
    public List<String> queryAll(String name) {
        return query.all(name);
    }

    /// Returns the first value of each parameter of the query, in the order they came, for endpoints whose parameters others
    /// decide. Errors: M_INVALID_PARAM when one is not decodable.
    public Map<String, String> queryParameters() {
        return query.firsts();
    }

    /// Returns an integer of the query; empty when it is absent. Errors: M_INVALID_PARAM when it is none.
    public OptionalLong queryInteger(String name) {
        Optional<String> text = query(name);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text.get()));
        } catch (NumberFormatException e) {
            throw invalidQuery(name, "an integer");
        }
    }

    /// Returns `true` or `false` as the query says, `otherwise` when it says nothing. Errors: M_INVALID_PARAM for anything else.
    public boolean queryBool(String name, boolean otherwise) {
        String text = query(name).orElse(String.valueOf(otherwise)).toLowerCase(Locale.ROOT);
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalidQuery(name, "true or false");
        };
    }

    /// Returns an error for a parameter of the query whose value cannot be.
    public MatrixException invalidQuery(String name, String expected) {
        return new MatrixException(
                ErrorCode.INVALID_PARAM, "The parameter '" + name + "' must be " + expected);
    }

    /// Returns the first value of a header; its name in any case.
    public Optional<String> header(String name) {
        return incoming.headers(name).stream().findFirst();
    }

    /// Returns the access token, of the header or else of the query; empty when there is none.
    ///
    /// Spec: client-server-api#using-access-tokens (v1.19).
    public Optional<String> accessToken() {
        return header("Authorization")
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip())
                .or(() -> query("access_token"))
                .filter(token -> !token.isEmpty());
    }

    /// Returns the address of the client, also behind a trusted proxy.
    public InetAddress remoteAddress() {
        return remoteAddress;
    }

    /// Returns who makes the request, on a route that is for users.
    public Requester requester() {
        return optionalRequester()
                .orElseThrow(
                        () -> new IllegalStateException(routeTemplate() + " has no requester"));
    }

    /// Returns who makes the request; empty when nobody said.
    public Optional<Requester> optionalRequester() {
        return Optional.ofNullable(requester);
    }

    /// Returns the server that makes the request, on a route that is for servers.
    public ServerName origin() {
        ServerName who = origin;
        if (who == null) {
            throw new IllegalStateException(routeTemplate() + " has no origin");
        }
        return who;
    }

    /// Returns the body as [#body()] does; empty when there is none.
    public Optional<JsonObject> optionalBody() {
        JsonObject object = body();
        return bodyBlank ? Optional.empty() : Optional.of(object);
    }

    /// Returns the body as a JSON object, whatever its content type says; an absent body is `{}`.
    ///
    /// Errors: M_NOT_JSON, M_BAD_JSON when it is something else than an object, M_TOO_LARGE also when it has too many values,
    /// M_LIMIT_EXCEEDED when the bodies of all requests hold too much memory.
    public JsonObject body() {
        JsonObject known = body;
        if (known == null) {
            byte[] bytes = rawBody();
            bodyBlank = isBlank(bytes);
            known = bodyBlank ? JsonObject.EMPTY : parse(bytes);
            body = known;
        }
        return known;
    }

    /// Returns the members of the body, to be read with the errors that the specification has for them.
    public Fields fields() {
        return Fields.of(body());
    }

    /// Returns a string of the body that must be there. Errors: M_MISSING_PARAM, M_BAD_JSON.
    public String requiredString(String name) {
        return fields().requiredString(name);
    }

    /// Lets go of the parsed body, before the request waits for long.
    public void forgetBody() {
        body = JsonObject.EMPTY;
        held.release();
    }

    /// Returns the bytes of the body, once.
    ///
    /// Errors: M_TOO_LARGE above the limit of the route, M_LIMIT_EXCEEDED when the bodies of all requests hold too much memory.
    public byte[] rawBody() {
        try (InputStream in = held.whileRead(bodyStream())) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new ClientGoneException(e);
        }
    }

    /// Returns the body to be read piece by piece, once; it throws M_TOO_LARGE when it turns out larger than the limit.
    public InputStream bodyStream() {
        if (bodyTaken) {
            throw new IllegalStateException("The body is read once");
        }
        bodyTaken = true;
        if (incoming.contentLength() > maxBody) {
            throw LimitedInputStream.tooLarge(maxBody);
        }
        return new LimitedInputStream(incoming.body(), maxBody);
    }

    private JsonObject parse(byte[] bytes) {
        held.beforeParsing(bytes, maxBody);
        try {
            return Json.parseObject(bytes);
        } catch (JsonException e) {
            throw ErrorResponses.refusal(e);
        }
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) {
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return false;
            }
        }
        return true;
    }
}
