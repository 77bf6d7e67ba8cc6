package org.stoa.rooms.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;
import org.stoa.protocol.version.RoomVersion;

final class MovedLevelsTest {
    private static final UserId ALICE = UserId.parse("@alice:localhost");

    @Test
    void levels_asTextAndFractions_becomeIntegers() {
        JsonObject old =
                json(
                        "{'ban':' 60 ','kick':'none','events':{'m.room.name':'70','x':true},"
                                + "'users':{'@alice:localhost':'100','nobody':100}}");

        JsonObject moved = moved("5", old, "10").after();

        assertThat(moved)
                .isEqualTo(
                        json(
                                "{'ban':60,'events':{'m.room.name':70},"
                                        + "'users':{'@alice:localhost':100}}"));
    }

    @Test
    void levels_ofARoomWithout_listTheCreator() {
        assertThat(moved("5", JsonObject.EMPTY, "6").after())
                .isEqualTo(json("{'users':{'@alice:localhost':100}}"));
    }

    @Test
    void tombstone_inVersion12_isAboveTheOtherState() {
        JsonObject moved = moved("11", json("{'state_default':200}"), "12").after();

        assertThat(moved.object("events").orElseThrow().integer("m.room.tombstone")).hasValue(201);
    }

    private static MovedLevels moved(String from, JsonObject old, String to) {
        return MovedLevels.of(create(from), old, rules(to), ALICE, Set.of(ALICE));
    }

    private static Event create(String version) {
        JsonObject pdu =
                json(
                        "{'type':'m.room.create','state_key':'','sender':'@alice:localhost',"
                                + "'room_id':'!r:localhost','event_id':'$e:localhost','depth':1,"
                                + "'origin_server_ts':1,'prev_events':[],'auth_events':[],"
                                + "'hashes':{'sha256':'x'},'signatures':{},"
                                + "'content':{'creator':'@alice:localhost','room_version':'"
                                + version
                                + "'}}");
        return Event.parse(pdu, rules(version));
    }

    private static RoomRules rules(String version) {
        return RoomVersion.of(version).orElseThrow().rules();
    }
}
