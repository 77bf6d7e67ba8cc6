package org.stoa.rooms.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class StateMapTest {
    @Test
    void event_whenEmpty_isZero() {
        assertThat(StateMap.EMPTY.event(5)).isZero();
        assertThat(StateMap.EMPTY.size()).isZero();
    }

    @Test
    void with_sameKeyTwice_replaces() {
        StateMap map = StateMap.EMPTY.with(7, 70, 1).with(7, 71, 2);

        assertThat(map.event(7)).isEqualTo(71);
        assertThat(map.fromVersion(7)).isEqualTo(2);
        assertThat(map.size()).isEqualTo(1);
    }

    @Test
    void with_anyChange_leavesOlderMapsAsTheyWere() {
        StateMap before = StateMap.EMPTY.with(1, 10, 1).with(2, 20, 2);

        before.with(1, 11, 3).without(2);

        assertThat(before.event(1)).isEqualTo(10);
        assertThat(before.event(2)).isEqualTo(20);
    }

    @Test
    void randomChanges_alwaysEqualAHashMap() {
        Random random = new Random(1);
        Map<Long, Long> model = new HashMap<>();
        StateMap map = StateMap.EMPTY;
        for (int step = 1; step <= 30_000; step++) {
            long key = random.nextLong(1, 3_000);
            if (random.nextInt(3) == 0) {
                map = map.without(key);
                model.remove(key);
            } else {
                map = map.with(key, step, step);
                model.put(key, (long) step);
            }
        }

        assertThat(entries(map)).isEqualTo(model);
        assertThat(map.size()).isEqualTo(model.size());
    }

    @Test
    void forEachDifference_ofRandomMaps_namesExactlyWhatDiffers() {
        Random random = new Random(2);
        StateMap base = StateMap.EMPTY;
        for (int i = 1; i <= 5_000; i++) {
            base = base.with(random.nextLong(1, 10_000), i, i);
        }
        StateMap changed = base;
        for (int i = 0; i < 300; i++) {
            long key = random.nextLong(1, 10_000);
            changed = i % 3 == 0 ? changed.without(key) : changed.with(key, 100_000 + i, i);
        }
        Map<Long, Long> here = entries(base);
        Map<Long, Long> there = entries(changed);
        Map<Long, String> expected = new HashMap<>();
        for (long key = 1; key < 10_000; key++) {
            long before = here.getOrDefault(key, 0L);
            long after = there.getOrDefault(key, 0L);
            if (before != after) {
                expected.put(key, before + ">" + after);
            }
        }

        Map<Long, String> found = new HashMap<>();
        base.forEachDifference(
                changed, (key, before, after) -> found.put(key, before + ">" + after));

        assertThat(found).isEqualTo(expected);
    }

    private static Map<Long, Long> entries(StateMap map) {
        Map<Long, Long> entries = new HashMap<>();
        map.forEach((key, event, version) -> entries.put(key, event));
        return entries;
    }
}
