package org.stoa.rooms.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

final class RemoteSpacesWeightTest {
    /// The events that name children are kept with all that their content has.
    @Test
    void weight_ofAnAnswerOfManyValues_isMuchMoreThanItsText() {
        JsonArray zeros = JsonArray.of(Collections.nCopies(10_000, Json.of(0)));
        JsonObject answer = JsonObject.of("room", JsonObject.of("x", zeros));

        int weight = RemoteSpaces.weight(answer);

        assertThat(weight).isGreaterThan(20 * answer.toBytes().length);
    }
}
