package org.stoa.protocol.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stoa.protocol.version.RoomVersion;

/// Random rooms, resolved by what is tested and by [PlainResolver]. A failure names the seed.
class RandomRoomsTest {

    private static final int ROOMS = 400;
    private static final int STEPS = 45;
    private static final int RESOLUTIONS = 6;

    @ParameterizedTest
    @EnumSource(
            value = RoomVersion.class,
            names = {"V1", "V2", "V5", "V6", "V10", "V11", "V12"})
    void resolution_ofAnyStates_isThatOfTheText(RoomVersion version) {
        int different = 0;
        for (long seed = 0; seed < ROOMS; seed++) {
            RandomRoom random = new RandomRoom(version, seed, STEPS);
            for (int i = 0; i < RESOLUTIONS; i++) {
                List<TestRoom.State> states = random.someStates();

                TestRoom.State resolved = random.room().resolve(states, i % 2 == 0);

                String where = "version " + version + ", seed " + seed + ", resolution " + i;
                TestRoom.State expected = PlainResolver.resolve(random.room(), states);
                assertEquals(expected.entries(), resolved.entries(), where);
                different += expected.entries().equals(states.getFirst().entries()) ? 0 : 1;
            }
        }
        // Else the rooms would show nothing.
        assertTrue(different > ROOMS * RESOLUTIONS / 3, different + " differ");
    }

    @ParameterizedTest
    @EnumSource(
            value = RoomVersion.class,
            names = {"V1", "V2", "V10", "V12"})
    void resolution_ofStatesInAnotherOrder_isTheSame(RoomVersion version) {
        for (long seed = ROOMS; seed < ROOMS + 100; seed++) {
            RandomRoom random = new RandomRoom(version, seed, STEPS);
            List<TestRoom.State> states = new ArrayList<>(random.someStates());
            TestRoom.State resolved = random.room().resolve(states, false);
            states.add(states.getFirst());

            Collections.shuffle(states, new Random(seed));

            assertEquals(
                    resolved.entries(),
                    random.room().resolve(states, false).entries(),
                    "version " + version + ", seed " + seed);
        }
    }
}
