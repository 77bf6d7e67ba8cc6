package org.stoa.specification;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SpecOperationsTest {
    private final SpecOperations operations = SpecOperations.all();

    @Test
    void list_hasTheThreeApis() {
        assertThat(operations.list())
                .extracting(Operation::api)
                .contains("client-server", "server-server", "application-service");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /_matrix/client/v3/sync, sync",
        "GET, /_matrix/client/r0/sync, sync",
        "PUT, /_matrix/client/v3/rooms/!a:b/send/m.room.message/1, sendMessage",
        "GET, /_matrix/client/v3/rooms/%21a%3Ab/state/m.room.name/, getRoomStateWithKey",
        "GET, /_matrix/client/v3/rooms/!a:b/state/m.room.name, getRoomStateWithKey",
        "GET, /_matrix/client/v3/rooms/!a:b/state, getRoomState",
        "GET, /_matrix/client/versions, getVersions",
    })
    void asked_knownRequest_isFound(String method, String path, String id) {
        assertThat(operations.asked(method, path)).map(Operation::id).contains(id);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /_matrix/client/v3/sync",
        "GET, /_matrix/client/v3/nothing",
        "PUT, /_matrix/client/v3/rooms/!a:b/send/m.room.message",
        "PUT, /_matrix/client/v3/rooms//send/m.room.message/1",
    })
    void asked_unknownRequest_isEmpty(String method, String path) {
        assertThat(operations.asked(method, path)).isEmpty();
    }

    @Test
    void withTemplate_otherNamesOfVariables_isFound() {
        assertThat(operations.withTemplate("POST", "/_matrix/client/v3/rooms/{room}/join"))
                .map(Operation::id)
                .contains("joinRoomById");
    }
}
