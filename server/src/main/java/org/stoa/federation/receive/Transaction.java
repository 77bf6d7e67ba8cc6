package org.stoa.federation.receive;

import java.util.List;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

/// What another server sends at once.
///
/// Spec: server-server-api#transactions (v1.19).
///
/// @param origin who signed the request; what the body says about it does not count
/// @param id chosen by the origin
/// @param pdus events, at most 50; what is no object is left out
/// @param edus what is ephemeral, at most 100; what is no object is left out
public record Transaction(
        ServerName origin, String id, List<JsonObject> pdus, List<JsonObject> edus) {
    private static final int MAX_PDUS = 50;
    private static final int MAX_EDUS = 100;

    /// It is kept for a day with each transaction.
    private static final int MAX_ID = 512;

    public Transaction {
        pdus = List.copyOf(pdus);
        edus = List.copyOf(edus);
    }

    /// Reads the body of a request.
    ///
    /// Errors: M_BAD_JSON; M_INVALID_PARAM for an id that is too long.
    public static Transaction of(ServerName origin, String id, JsonObject body) {
        if (id.length() > MAX_ID) {
            throw new MatrixException(
                    ErrorCode.INVALID_PARAM,
                    "A transaction id has at most " + MAX_ID + " characters");
        }
        return new Transaction(
                origin, id, objects(body, "pdus", MAX_PDUS), objects(body, "edus", MAX_EDUS));
    }

    private static List<JsonObject> objects(JsonObject body, String name, int max) {
        Json list = body.get(name);
        if (list == null) {
            return List.of();
        }
        if (!(list instanceof JsonArray array)) {
            throw new MatrixException(ErrorCode.BAD_JSON, "'" + name + "' must be an array");
        }
        if (array.size() > max) {
            throw new MatrixException(
                    ErrorCode.BAD_JSON, "'" + name + "' must not have more than " + max);
        }
        return array.stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .toList();
    }
}
