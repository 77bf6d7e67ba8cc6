package org.stoa.rooms.alias;

import java.util.ArrayList;
import java.util.List;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.RoomAlias;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;

/// Reads the aliases that the content of `m.room.canonical_alias` names.
///
/// Spec: client-server-api#mroomcanonical_alias (v1.19).
public final class AliasContent {
    private AliasContent() {}

    /// All aliases that a content names, the main one first. An empty main alias is none.
    ///
    /// Errors: M_INVALID_PARAM for what is no alias, and for `alt_aliases` that are no list of texts.
    public static List<RoomAlias> of(JsonObject content) {
        List<RoomAlias> aliases = new ArrayList<>();
        content.string("alias")
                .filter(alias -> !alias.isEmpty())
                .map(AliasContent::parse)
                .ifPresent(aliases::add);
        for (Json element : content.array("alt_aliases").orElse(JsonArray.EMPTY)) {
            if (!(element instanceof JsonString alias)) {
                throw new MatrixException(
                        ErrorCode.INVALID_PARAM, "alt_aliases is a list of texts");
            }
            aliases.add(parse(alias.value()));
        }
        return aliases;
    }

    private static RoomAlias parse(String text) {
        return RoomAlias.tryParse(text)
                .orElseThrow(
                        () ->
                                new MatrixException(
                                        ErrorCode.INVALID_PARAM, text + " is no room alias"));
    }
}
