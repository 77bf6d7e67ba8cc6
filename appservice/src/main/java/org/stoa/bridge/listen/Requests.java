package org.stoa.bridge.listen;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stoa.bridge.Queries;
import org.stoa.bridge.ThirdParty;
import org.stoa.bridge.inbox.Inbox;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.RoomAlias;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

/// What each request of the homeserver is answered, by its present path and by those of older homeservers.
///
/// Spec: application-service-api#legacy-routes, application-service-api#unknown-routes (v1.19).
public final class Requests {

    private static final List<String> PRESENT = List.of("_matrix", "app", "v1");
    private static final List<String> UNSTABLE = List.of("_matrix", "app", "unstable");

    /// Ping before it was specified, MSC2659.
    private static final String UNSTABLE_PING = "fi.mau.msc2659";

    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;

    private final TokenCheck tokens;
    private final Inbox inbox;
    private final Queries queries;
    private final ThirdParty thirdParty;

    /// @param hsToken what the homeserver must give
    public Requests(String hsToken, Inbox inbox, Queries queries, ThirdParty thirdParty) {
        this.tokens = new TokenCheck(hsToken);
        this.inbox = inbox;
        this.queries = queries;
        this.thirdParty = thirdParty;
    }

    /// Returns the answer.
    ///
    /// @throws MatrixException when there is none
    Json answer(Request request) {
        List<String> path = withoutPrefix(request.path());
        String method = method(path);
        tokens.check(request);
        if (!method.equals(request.method())) {
            throw new MatrixException(ErrorCode.UNRECOGNIZED, "The method is not for this path")
                    .withStatus(METHOD_NOT_ALLOWED);
        }
        return switch (path.getFirst()) {
            case "transactions" -> transaction(path.get(1), request.body().object());
            case "users" -> user(path.get(1));
            case "rooms" -> room(path.get(1));
            case "thirdparty" -> thirdParty(path, request.query());
            case "ping" -> JsonObject.EMPTY;
            default -> throw unknown();
        };
    }

    private static List<String> withoutPrefix(List<String> path) {
        if (path.size() > PRESENT.size() && path.subList(0, PRESENT.size()).equals(PRESENT)) {
            return path.subList(PRESENT.size(), path.size());
        }
        if (path.size() > UNSTABLE.size() && path.subList(0, UNSTABLE.size()).equals(UNSTABLE)) {
            List<String> rest = path.subList(UNSTABLE.size(), path.size());
            return rest.equals(List.of(UNSTABLE_PING, "ping"))
                    ? List.of("ping")
                    : onlyThirdParty(rest);
        }
        // Without any prefix there were transactions and queries only.
        boolean legacy = List.of("transactions", "users", "rooms").contains(path.getFirst());
        if (!legacy) {
            throw unknown();
        }
        return path;
    }

    private static List<String> onlyThirdParty(List<String> path) {
        if (!path.getFirst().equals("thirdparty")) {
            throw unknown();
        }
        return path;
    }

    /// Returns the method of the path.
    private static String method(List<String> path) {
        return switch (path.getFirst() + " " + path.size()) {
            case "transactions 2" -> "PUT";
            case "users 2", "rooms 2" -> "GET";
            case "ping 1" -> "POST";
            case "thirdparty 2", "thirdparty 3" -> {
                if (!isSearchable(path.get(1))
                        && !(path.size() == 3 && path.get(1).equals("protocol"))) {
                    throw unknown();
                }
                yield "GET";
            }
            default -> throw unknown();
        };
    }

    private static boolean isSearchable(String kind) {
        return kind.equals("user") || kind.equals("location");
    }

    private Json transaction(String id, JsonObject body) {
        JsonArray events =
                body.array("events")
                        .orElseThrow(
                                () ->
                                        new MatrixException(
                                                ErrorCode.BAD_JSON, "'events' must be an array"));
        JsonArray ephemeral =
                body.array("ephemeral")
                        .or(() -> body.array("de.sorunome.msc2409.ephemeral"))
                        .orElse(JsonArray.EMPTY);
        if (!inbox.receive(id, events.objects(), ephemeral.objects())) {
            throw new MatrixException(ErrorCode.LIMIT_EXCEEDED, "Too many events wait here")
                    .withStatus(UNAVAILABLE);
        }
        return JsonObject.EMPTY;
    }

    private Json user(String text) {
        boolean exists = UserId.tryParse(text).filter(queries::userExists).isPresent();
        return whenFound(exists, "There is no such user");
    }

    private Json room(String text) {
        boolean exists = RoomAlias.tryParse(text).filter(queries::aliasExists).isPresent();
        return whenFound(exists, "There is no such room");
    }

    private static Json whenFound(boolean found, String message) {
        if (!found) {
            throw new MatrixException(ErrorCode.NOT_FOUND, message);
        }
        return JsonObject.EMPTY;
    }

    private Json thirdParty(List<String> path, Map<String, String> query) {
        String kind = path.get(1);
        if (kind.equals("protocol")) {
            Optional<JsonObject> protocol = thirdParty.protocol(path.get(2));
            return protocol.orElseThrow(
                    () -> new MatrixException(ErrorCode.NOT_FOUND, "There is no such protocol"));
        }
        boolean users = kind.equals("user");
        List<JsonObject> found;
        if (path.size() == 2) {
            String subject = subject(query, users ? "userid" : "alias");
            found = users ? thirdParty.usersOf(subject) : thirdParty.locationsOf(subject);
        } else {
            String protocol = path.get(2);
            Map<String, String> fields = fields(query);
            found =
                    users
                            ? thirdParty.users(protocol, fields)
                            : thirdParty.locations(protocol, fields);
        }
        if (found.isEmpty()) {
            throw new MatrixException(ErrorCode.NOT_FOUND, "Nothing was found");
        }
        return JsonArray.of(found);
    }

    private static String subject(Map<String, String> query, String name) {
        String value = query.get(name);
        if (value == null) {
            throw new MatrixException(
                    ErrorCode.MISSING_PARAM, "The parameter '" + name + "' is missing");
        }
        return value;
    }

    private static Map<String, String> fields(Map<String, String> query) {
        Map<String, String> fields = new LinkedHashMap<>(query);
        fields.remove("access_token");
        return fields;
    }

    private static MatrixException unknown() {
        return new MatrixException(ErrorCode.UNRECOGNIZED, "There is no such path here");
    }
}
