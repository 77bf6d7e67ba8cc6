package org.stoa.rooms.read;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoa.protocol.json.Json;

final class EventFilterTest {
    @ParameterizedTest
    @CsvSource({
        "m.room.message, m.room.message, true",
        "m.room.message, m.room.messages, false",
        "m.room.*, m.room.message, true",
        "*, anything, true",
        "*.name, m.room.name, true",
        "m.*.name, m.room.topic, false",
        "m*m*e, m.room.message, true",
        "a*b, acb.c, false"
    })
    void pattern_withStars_matchesRunsOfCharacters(String pattern, String text, boolean matches) {
        assertThat(EventFilter.matches(pattern, text)).isEqualTo(matches);
    }

    @Test
    void wantsType_whenBothWantedAndUnwanted_isUnwanted() {
        EventFilter filter =
                EventFilter.of(
                        Json.parseObject(
                                """
                                {"types": ["m.room.*"], "not_types": ["m.room.name"]}
                                """));

        assertThat(filter.wantsType("m.room.topic")).isTrue();
        assertThat(filter.wantsType("m.room.name")).isFalse();
        assertThat(filter.wantsType("org.example")).isFalse();
    }

    @Test
    void wantsType_withEmptyTypes_wantsNothing() {
        EventFilter filter = EventFilter.of(Json.parseObject("{\"types\": []}"));

        assertThat(filter.wantsType("m.room.topic")).isFalse();
    }

    @Test
    void wantsRoom_withRoomsAndNotRooms_obeysBoth() {
        EventFilter filter =
                EventFilter.of(
                        Json.parseObject("{\"rooms\": [\"!a\", \"!b\"], \"not_rooms\": [\"!b\"]}"));

        assertThat(filter.wantsRoom("!a")).isTrue();
        assertThat(filter.wantsRoom("!b")).isFalse();
        assertThat(filter.wantsRoom("!c")).isFalse();
    }
}
