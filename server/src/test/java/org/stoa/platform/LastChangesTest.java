package org.stoa.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LastChangesTest {
    private static final long START = 40;

    @Test
    void last_ofKeyThatNeverChanged_isTheStart() {
        LastChanges changes = new LastChanges(10, START);

        assertThat(changes.last(7)).isEqualTo(START);
    }

    @Test
    void last_whenOthersShareItsPlace_isNeverBeforeTheTruth() {
        LastChanges changes = new LastChanges(4, START);
        Map<Long, Long> truth = new HashMap<>();
        Random random = new Random(8);

        for (long position = START + 1; position < 5_000; position++) {
            long key = LastChanges.key(random.nextInt(20), random.nextInt(20));
            changes.changed(key, position);
            truth.put(key, position);
        }

        truth.forEach(
                (key, position) -> assertThat(changes.last(key)).isGreaterThanOrEqualTo(position));
    }

    @Test
    void last_withPlacesForAll_mostlyIsTheTruth() {
        LastChanges changes = new LastChanges(16, 0);
        int users = 1_000;
        for (int user = 0; user < users; user++) {
            changes.changed(LastChanges.key(3, user), user + 1);
        }

        int exact = 0;
        for (int user = 0; user < users; user++) {
            exact += changes.last(LastChanges.key(3, user)) == user + 1 ? 1 : 0;
        }

        assertThat(exact).isGreaterThan(users * 9 / 10);
    }
}
