package org.stoa.sync.filter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.stoa.protocol.json.Json;

final class SyncFilterTest {
    @Test
    void of_emptyFilter_wantsEverythingButLeftRooms() {
        SyncFilter filter = SyncFilter.ALL;

        assertThat(filter.rooms().wants("!a:b")).isTrue();
        assertThat(filter.includeLeave()).isFalse();
        assertThat(filter.federationFormat()).isFalse();
        assertThat(filter.fields()).isNull();
        assertThat(filter.lazyLoadsMembers()).isFalse();
    }

    @Test
    void rooms_bothLists_exclusionWins() {
        SyncFilter filter =
                filter("{\"room\": {\"rooms\": [\"!a:b\", \"!c:d\"], \"not_rooms\": [\"!c:d\"]}}");

        assertThat(filter.rooms().wants("!a:b")).isTrue();
        assertThat(filter.rooms().wants("!c:d")).isFalse();
        assertThat(filter.rooms().wants("!e:f")).isFalse();
    }

    @Test
    void rooms_emptyList_wantsNone() {
        assertThat(filter("{\"room\": {\"rooms\": []}}").rooms().wants("!a:b")).isFalse();
    }

    @Test
    void sections_eachHasItsOwnFilter() {
        SyncFilter filter =
                filter(
                        """
                        {"account_data": {"types": ["m.direct"]},
                         "room": {"timeline": {"limit": 3, "unread_thread_notifications": true},
                                  "state": {"lazy_load_members": true},
                                  "ephemeral": {"not_types": ["m.receipt"]},
                                  "account_data": {"types": []},
                                  "include_leave": true}}
                        """);

        assertThat(filter.accountData().wantsType("m.push_rules")).isFalse();
        assertThat(filter.timeline().limit()).hasValue(3);
        assertThat(filter.timeline().unreadThreadNotifications()).isTrue();
        assertThat(filter.lazyLoadsMembers()).isTrue();
        assertThat(filter.ephemeral().wantsType("m.receipt")).isFalse();
        assertThat(filter.ephemeral().wantsType("m.typing")).isTrue();
        assertThat(filter.roomAccountData().wantsType("m.tag")).isFalse();
        assertThat(filter.includeLeave()).isTrue();
    }

    private static SyncFilter filter(String json) {
        return SyncFilter.of(Json.parseObject(json));
    }
}
