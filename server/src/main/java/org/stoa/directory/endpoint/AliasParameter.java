package org.stoa.directory.endpoint;

import org.stoa.http.Request;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.RoomAlias;
import org.stoa.protocol.id.RoomId;

/// What the endpoints of the directory read from their paths.
final class AliasParameter {
    private AliasParameter() {}

    static RoomAlias alias(Request request) {
        return RoomAlias.tryParse(request.path("roomAlias"))
                .orElseThrow(
                        () ->
                                new MatrixException(
                                        ErrorCode.INVALID_PARAM,
                                        "roomAlias is not a room alias such as #name:example.org"));
    }

    static RoomId roomId(String text) {
        return RoomId.tryParse(text)
                .orElseThrow(
                        () ->
                                new MatrixException(
                                        ErrorCode.INVALID_PARAM,
                                        "The room id is not one such as !abc:example.org"));
    }
}
