package org.stoa.directory.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stoa.directory.PublicRooms;
import org.stoa.http.Request;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;

/// Reads which published rooms a client or another server wants: both ask in the same words.
final class DirectoryWish {
    private DirectoryWish() {}

    /// What the query of a `GET` asks for.
    ///
    /// Errors: M_INVALID_PARAM.
    static PublicRooms.Wish ofQuery(Request request) {
        return new PublicRooms.Wish(
                Optional.empty(),
                List.of(),
                network(
                        request.query("third_party_instance_id"),
                        request.queryBool("include_all_networks", false)),
                DirectoryLimit.of(request.queryInteger("limit")),
                request.query("since").filter(token -> !token.isEmpty()));
    }

    /// What the body of a `POST` asks for.
    ///
    /// Errors: M_INVALID_PARAM.
    static PublicRooms.Wish ofBody(Request request) {
        JsonObject filter = request.body().object("filter").orElse(JsonObject.EMPTY);
        return new PublicRooms.Wish(
                filter.string("generic_search_term").filter(term -> !term.isEmpty()),
                types(filter),
                network(
                        request.body().string("third_party_instance_id"),
                        request.body().bool("include_all_networks").orElse(false)),
                DirectoryLimit.of(request.body().integer("limit")),
                request.body().string("since").filter(token -> !token.isEmpty()));
    }

    private static Optional<String> network(Optional<String> asked, boolean all) {
        Optional<String> network = asked.filter(id -> !id.isEmpty());
        // "Can only be used if include_all_networks is false."
        if (network.isPresent() && all) {
            throw new MatrixException(
                    ErrorCode.INVALID_PARAM,
                    "third_party_instance_id cannot be used with include_all_networks");
        }
        return network;
    }

    /// Wanted room types; null in the request stands for rooms without one.
    private static List<String> types(JsonObject filter) {
        List<String> types = new ArrayList<>();
        for (Json type : filter.array("room_types").orElse(JsonArray.EMPTY)) {
            types.add(type instanceof JsonString text ? text.value() : "");
        }
        return types;
    }
}
