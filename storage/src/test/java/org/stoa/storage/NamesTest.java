package org.stoa.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
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

    @EachEngine
    void name_thatHadNoNumber_isFoundOnceItHasOne(TestDatabase place) {
        try (Database database = place.open()) {
            Names names = database.names();
            UserId alone = UserId.parse("@alone:s");
            UserId together = UserId.parse("@together:s");
            assertThat(names.findUser(alone)).isEmpty();
            assertThat(names.findUsers(List.of(alone, together))).isEmpty();
            assertThat(names.findStateKey("a", "k")).isEmpty();

            long first = names.user(alone);
            names.prepareUsers(List.of(together));
            long key = names.stateKey("a", "k");

            assertThat(names.findUser(alone)).contains(first);
            assertThat(names.findUser(together)).isPresent();
            assertThat(names.findUsers(List.of(alone, together, UserId.parse("@nobody:s"))))
                    .containsOnlyKeys(alone, together)
                    .containsEntry(alone, first);
            assertThat(names.findStateKey("a", "k")).contains(key);
        }
    }

    @EachEngine
    void names_thatNobodyHas_costOneStatementTogetherAndNoneAgain(TestDatabase place) {
        AtomicInteger statements = new AtomicInteger();
        SqlWatch watch =
                new SqlWatch() {
                    @Override
                    public void runs(String sql, @Nullable Object[] parameters) {
                        if (sql.contains("FROM user_name")) {
                            statements.incrementAndGet();
                        }
                    }
                };
        List<UserId> nobody = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            nobody.add(UserId.parse("@nobody" + i + ":s"));
        }
        try (Database database =
                Database.open(place.config().withWatch(watch), CommitListener.NONE)) {

            assertThat(database.names().findUsers(nobody)).isEmpty();
            assertThat(database.names().findUsers(nobody)).isEmpty();
            assertThat(database.names().findUser(nobody.getFirst())).isEmpty();

            assertThat(statements).hasValue(1);
        }
    }
}
