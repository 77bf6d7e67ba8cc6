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

    @Test
    void sharing_ofMapsThatWereMadeApart_leavesOnlyWhatDiffersBeside() {
        StateMap other = numbered(20_000);
        StateMap apart = numbered(20_000).with(7, 70_000, 1).without(8).with(30_000, 3, 3);
        assertThat(apart.entriesBeside(other)).isGreaterThan(19_000);

        StateMap shared = apart.sharing(other);

        assertThat(shared.entriesBeside(other)).isBetween(1, 150);
        assertThat(withVersions(shared)).isEqualTo(withVersions(apart));
        assertThat(shared.size()).isEqualTo(20_000);
    }

    @Test
    void sharing_whenAllIsTheSame_isTheOther() {
        StateMap other = numbered(1_000);

        assertThat(numbered(1_000).sharing(other)).isSameAs(other);
        assertThat(StateMap.EMPTY.sharing(other).size()).isZero();
        assertThat(other.sharing(StateMap.EMPTY).size()).isEqualTo(1_000);
    }

    @Test
    void sharing_whenOnlyTheVersionDiffers_keepsItsOwn() {
        StateMap other = numbered(1_000);

        StateMap shared = numbered(1_000).with(5, 50, 999).sharing(other);

        assertThat(shared.fromVersion(5)).isEqualTo(999);
        assertThat(other.fromVersion(5)).isEqualTo(5);
    }

    @Test
    void sharing_ofRandomMaps_changesNothing() {
        Random random = new Random(3);
        StateMap other = StateMap.EMPTY;
        StateMap map = StateMap.EMPTY;
        for (int step = 1; step <= 20_000; step++) {
            long key = random.nextLong(1, 2_000);
            other = random.nextInt(4) == 0 ? other.without(key) : other.with(key, key, 1);
            map = random.nextInt(4) == 0 ? map.without(key) : map.with(key, key, 1 + step % 2);
            if (step % 1_000 == 0) {
                Map<Long, String> before = withVersions(map);
                map = map.sharing(other);
                assertThat(withVersions(map)).isEqualTo(before);
                assertThat(map.size()).isEqualTo(before.size());
            }
        }
    }

    private static StateMap numbered(int size) {
        StateMap map = StateMap.EMPTY;
        for (long key = 1; key <= size; key++) {
            map = map.with(key, 10 * key, key);
        }
        return map;
    }

    private static Map<Long, String> withVersions(StateMap map) {
        Map<Long, String> entries = new HashMap<>();
        map.forEach((key, event, version) -> entries.put(key, event + " since " + version));
        return entries;
    }

    private static Map<Long, Long> entries(StateMap map) {
        Map<Long, Long> entries = new HashMap<>();
        map.forEach((key, event, version) -> entries.put(key, event));
        return entries;
    }
}
