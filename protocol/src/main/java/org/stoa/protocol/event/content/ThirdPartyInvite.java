package org.stoa.protocol.event.content;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.json.JsonObject;

/// The content of `m.room.third_party_invite`.
///
/// Spec: client-server-api#mroomthird_party_invite (v1.19).
public record ThirdPartyInvite(JsonObject content) {

    /// Returns the view of a third-party invite event.
    public static ThirdPartyInvite of(Event event) {
        return new ThirdPartyInvite(event.content());
    }

    /// Returns how the invited person is called.
    public Optional<String> displayName() {
        return content.string("display_name");
    }

    /// Returns the keys that may sign the token, as they are spelled there: `public_key`, then those of `public_keys`.
    public List<String> publicKeys() {
        List<String> keys = new ArrayList<>();
        content.string("public_key").ifPresent(keys::add);
        content.array("public_keys")
                .ifPresent(
                        array ->
                                array.objects()
                                        .forEach(
                                                key ->
                                                        key.string("public_key")
                                                                .ifPresent(keys::add)));
        return List.copyOf(keys);
    }
}
