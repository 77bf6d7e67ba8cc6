package org.stoa.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.stoa.protocol.id.UserId;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;

final class NamesTest {
    @EachEngine
    void users_preparedTogether_haveNumbersOfTheirOwn(TestDatabase place) {
        try (Database database = place.open()) {
            long known = database.names().user(UserId.parse("@u3:s1"));
            List<UserId> users = new ArrayList<>();
            for (int i = 0; i < 1_500; i++) {
                users.add(UserId.parse("@u" + i + ":s" + i % 7));
            }
            users.add(users.getFirst());

            database.names().prepareUsers(users);

            List<Long> numbers =
                    users.stream()
                            .map(user -> database.names().findUser(user).orElseThrow())
                            .toList();
            assertThat(new HashSet<>(numbers)).hasSize(1_500).doesNotContain(known);
            assertThat(database.names().userId(numbers.get(10))).isEqualTo(users.get(10));
            assertThat(database.names().findUser(UserId.parse("@u3:s1"))).contains(known);
        }
    }

    @EachEngine
    void stateKeys_preparedTogether_areThoseThatAreGivenOneByOne(TestDatabase place) {
        try (Database database = place.open()) {
            database.names()
                    .prepareStateKeys(
                            List.of(
                                    new Names.TypeAndKey("a", "k"),
                                    new Names.TypeAndKey("b", "k"),
                                    new Names.TypeAndKey("a", "k")));

            assertThat(database.names().findStateKey("a", "k"))
                    .contains(database.names().stateKey("a", "k"))
                    .isNotEqualTo(database.names().findStateKey("b", "k"));
        }
    }
}
