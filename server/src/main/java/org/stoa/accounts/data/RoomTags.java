package org.stoa.accounts.data;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonNumber;
import org.stoa.protocol.json.JsonObject;

/// The tags that users give their rooms: the account data `m.tag` of the room.
/// Thread-safe. Spec: client-server-api#room-tagging (v1.19).
public final class RoomTags {

    private static final String TYPE = "m.tag";
    private static final String TAGS = "tags";
    private static final int MAX_NAME_BYTES = 255;

    private final AccountData accountData;

    /// Keeps tags in this account data.
    public RoomTags(AccountData accountData) {
        this.accountData = accountData;
    }

    /// Returns a user's tags of a room by name. Errors: M_INVALID_PARAM when that is no room id.
    public JsonObject of(long user, String roomId) {
        return accountData.ofRoom(user, roomId, TYPE).map(RoomTags::tags).orElse(JsonObject.EMPTY);
    }

    /// Gives a room a tag, or changes it.
    ///
    /// Errors: M_INVALID_PARAM when the name is too long, or `order` is no number from 0 to 1; M_FORBIDDEN when the user has
    /// nothing to do with the room.
    public void put(long user, String roomId, String tag, JsonObject content) {
        checkName(tag);
        checkOrder(content.get("order"));
        accountData.changeOfRoom(
                user, roomId, TYPE, all -> withTags(all, tags(all).with(tag, content)));
    }

    /// Takes a tag away; nothing happens when the room did not have it. Errors: as `put`.
    public void remove(long user, String roomId, String tag) {
        if (of(user, roomId).has(tag)) {
            accountData.changeOfRoom(
                    user, roomId, TYPE, all -> withTags(all, tags(all).without(tag)));
        }
    }

    private static JsonObject withTags(JsonObject all, JsonObject tags) {
        return all.with(TAGS, tags);
    }

    private static JsonObject tags(JsonObject all) {
        return all.object(TAGS).orElse(JsonObject.EMPTY);
    }

    private static void checkName(String tag) {
        if (tag.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw new MatrixException(ErrorCode.INVALID_PARAM, "A tag has at most 255 bytes");
        }
    }

    private static void checkOrder(@Nullable Json order) {
        if (order == null) {
            return;
        }
        if (!(order instanceof JsonNumber number) || !isFromZeroToOne(number.decimalValue())) {
            throw new MatrixException(
                    ErrorCode.INVALID_PARAM, "`order` must be a number from 0 to 1");
        }
    }

    private static boolean isFromZeroToOne(BigDecimal number) {
        return number.signum() >= 0 && number.compareTo(BigDecimal.ONE) <= 0;
    }
}
