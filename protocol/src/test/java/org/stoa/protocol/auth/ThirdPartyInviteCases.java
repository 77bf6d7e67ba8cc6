package org.stoa.protocol.auth;

import static org.stoa.protocol.auth.AuthCase.allowed;
import static org.stoa.protocol.auth.AuthCase.rejected;
import static org.stoa.protocol.auth.TestRoom.ALICE;
import static org.stoa.protocol.auth.TestRoom.BOB;
import static org.stoa.protocol.auth.TestRoom.MALLORY;
import static org.stoa.protocol.auth.TestRoom.STRANGER;

import java.util.Arrays;
import java.util.List;
import org.stoa.protocol.event.SignedJson;
import org.stoa.protocol.event.SigningKey;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonObject;

/// Cases of the steps about third-party invites.
final class ThirdPartyInviteCases {

    private static final ServerName IDENTITY_SERVER = ServerName.parse("identity.example");
    private static final SigningKey KEY = key(1);
    private static final SigningKey OTHER_KEY = key(2);

    private ThirdPartyInviteCases() {}

    static List<AuthCase> all() {
        JsonObject signed = sign(STRANGER, KEY);
        JsonObject one = JsonObject.of("public_key", text(KEY));
        JsonObject urlSafe =
                JsonObject.of("public_key", text(KEY).replace('+', '-').replace('/', '_'));
        JsonObject many =
                JsonObject.of(
                        "public_key",
                        text(OTHER_KEY),
                        "public_keys",
                        List.of(
                                JsonObject.of("public_key", "x"),
                                JsonObject.of("public_key", text(KEY))));
        return List.of(
                rejected(
                        "5.4.1.1",
                        "a banned user",
                        room -> invite(announce(room, one), MALLORY, sign(MALLORY, KEY))),
                rejected(
                        "5.4.1.2",
                        "nothing signed",
                        room -> inviteWith(announce(room, one), JsonObject.EMPTY)),
                rejected(
                        "5.4.1.2",
                        "signed that is no object",
                        room -> inviteWith(announce(room, one), JsonObject.of("signed", "x"))),
                rejected(
                        "5.4.1.3",
                        "no user",
                        room -> invite(announce(room, one), STRANGER, signed.without("mxid"))),
                rejected(
                        "5.4.1.3",
                        "no token",
                        room -> invite(announce(room, one), STRANGER, signed.without("token"))),
                rejected(
                        "5.4.1.4",
                        "another user",
                        room -> invite(announce(room, one), "@new:one.example", signed)),
                rejected("5.4.1.5", "an unknown token", room -> invite(room, STRANGER, signed)),
                rejected(
                        "5.4.1.6",
                        "another sender",
                        room ->
                                invite(
                                        room.state("m.room.third_party_invite", "token", BOB, one),
                                        STRANGER,
                                        signed)),
                allowed(
                        "5.4.1.7",
                        "a signature by the key",
                        room -> invite(announce(room, one), STRANGER, signed)),
                allowed(
                        "5.4.1.7",
                        "a signature by the key in the other alphabet",
                        room -> invite(announce(room, urlSafe), STRANGER, signed)),
                allowed(
                        "5.4.1.7",
                        "a signature by one of the keys",
                        room -> invite(announce(room, many), STRANGER, signed)),
                allowed(
                        "5.4.1.7",
                        "a sender without the level to invite",
                        room -> invite(announce(room.level("invite", 100), one), STRANGER, signed)),
                rejected(
                        "5.4.1.8",
                        "a signature by another key",
                        room -> invite(announce(room, one), STRANGER, sign(STRANGER, OTHER_KEY))),
                rejected(
                        "5.4.1.8",
                        "no signature",
                        room ->
                                invite(
                                        announce(room, one),
                                        STRANGER,
                                        signed.without("signatures"))),
                rejected(
                        "5.4.1.8",
                        "something else signed",
                        room ->
                                invite(
                                        announce(room, one),
                                        STRANGER,
                                        JsonObject.of(
                                                "mxid",
                                                STRANGER,
                                                "token",
                                                "token",
                                                "x",
                                                1,
                                                "signatures",
                                                signed.object("signatures").orElseThrow()))),
                rejected(
                        "5.4.1.8",
                        "no keys",
                        room -> invite(announce(room, JsonObject.EMPTY), STRANGER, signed)));
    }

    private static TestRoom announce(TestRoom room, JsonObject content) {
        return room.state("m.room.third_party_invite", "token", ALICE, content);
    }

    private static AuthResult invite(TestRoom room, String target, JsonObject signed) {
        JsonObject content =
                JsonObject.of(
                        "membership",
                        "invite",
                        "third_party_invite",
                        JsonObject.of("signed", signed));
        return room.send("m.room.member", ALICE, target, content);
    }

    private static AuthResult inviteWith(TestRoom room, JsonObject invite) {
        return room.send(
                "m.room.member",
                ALICE,
                STRANGER,
                JsonObject.of("membership", "invite", "third_party_invite", invite));
    }

    private static JsonObject sign(String user, SigningKey key) {
        return SignedJson.sign(JsonObject.of("mxid", user, "token", "token"), IDENTITY_SERVER, key);
    }

    private static String text(SigningKey key) {
        return key.verifyKey().text();
    }

    private static SigningKey key(int number) {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        Arrays.fill(seed, (byte) number);
        return SigningKey.of("0", seed);
    }
}
