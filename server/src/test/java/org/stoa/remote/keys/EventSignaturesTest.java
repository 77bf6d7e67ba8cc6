package org.stoa.remote.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.stoa.platform.ManualTime;
import org.stoa.platform.TestPlatform;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.EventSigner;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.remote.RemoteConfig;
import org.stoa.remote.RemoteModule;
import org.stoa.storage.CommitListener;
import org.stoa.storage.Database;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.storage.testing.TestEngine;
import org.stoa.testing.ScriptedResolver;
import org.stoa.testing.SigningServer;
import org.stoa.testing.TestPeer;

@Timeout(60)
final class EventSignaturesTest {
    private final TestDatabase storage = TestDatabase.create(TestEngine.SQLITE);
    private final ManualTime time = new ManualTime();
    private final SigningServer origin = new SigningServer(time::millis);
    private final Database database = Database.open(storage.config(time), CommitListener.NONE);
    private final RemoteModule remote =
            new RemoteModule(
                    origin.trusting(RemoteConfig.of(ServerName.parse("own.test"))),
                    database,
                    new ScriptedResolver(),
                    TestPlatform.with(time));
    private final EventSignatures signatures = remote.eventSignatures();

    @AfterEach
    void close() {
        remote.close();
        database.close();
        storage.close();
        origin.close();
    }

    private JsonObject message(TestPeer sender, long at) {
        return Json.parseObject(
                """
                {"type":"m.room.message","room_id":"!r:a.test","sender":"@a:%s","content":{"body":"hello"},
                 "origin_server_ts":%d,"depth":1,"prev_events":[],"auth_events":[]}
                """
                        .formatted(sender.name(), at));
    }

    private Event signed(TestPeer sender, TestPeer signer, long at, RoomVersion version) {
        JsonObject pdu =
                EventSigner.hashAndSign(
                        message(sender, at), sender.name(), signer.key(), version.rules());
        return Event.parse(pdu, version.rules());
    }

    private Event signed(long at, RoomVersion version) {
        return signed(origin.peer(), origin.peer(), at, version);
    }

    @Test
    void events_ofAServer_areValidTogether() {
        Event one = signed(time.millis(), RoomVersion.V11);
        Event two = signed(time.millis() - 1_000, RoomVersion.V11);

        assertThat(signatures.valid(List.of(one, two))).containsExactly(one, two);
        assertThat(origin.heard()).hasSize(1);
    }

    @Test
    void event_signedWithAnotherKey_isNotValid() {
        TestPeer pretender = TestPeer.of("evil.test", "1");

        assertThat(
                        signatures.isValid(
                                signed(origin.peer(), pretender, time.millis(), RoomVersion.V11)))
                .isFalse();
    }

    @Test
    void event_thatWasChanged_isNotValid() {
        JsonObject changed =
                signed(time.millis(), RoomVersion.V11)
                        .json()
                        .with("type", new JsonString("m.room.name"));

        assertThat(signatures.isValid(Event.parse(changed, RoomVersion.V11.rules()))).isFalse();
    }

    @Test
    void event_withoutASignature_isNotValid() {
        JsonObject pdu = signed(time.millis(), RoomVersion.V11).json().without("signatures");

        assertThat(
                        signatures.isValid(
                                Event.parse(
                                        pdu.with("signatures", JsonObject.EMPTY),
                                        RoomVersion.V11.rules())))
                .isFalse();
    }

    /// "Room versions 1 to 4 MUST ignore valid_until_ts."
    @Test
    void event_fromAfterTheTimeOfTheKey_isValidInOldRoomsOnly() {
        long late = time.millis() + SigningServer.VALIDITY.plus(Duration.ofSeconds(1)).toMillis();

        assertThat(signatures.isValid(signed(late, RoomVersion.V4))).isTrue();
        assertThat(signatures.isValid(signed(late, RoomVersion.V5))).isFalse();
    }
}
