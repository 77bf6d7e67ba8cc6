package org.stoa.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.stoa.storage.accounts.UserWordRepository;
import org.stoa.storage.accounts.UserWordRepository.UserWord;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.storage.testing.TestEngine;

/// Texts are ordered by their bytes, also in a database whose own order is that of a language, as in these tests.
final class TextOrderTest {
    private static final UserWordRepository WORDS = new UserWordRepository();
    private static final UserWord FIRST = new UserWord("", Long.MIN_VALUE);

    private static void add(Database database, String... words) {
        database.execute(tx -> WORDS.replace(tx, 1, Set.of(words)));
    }

    private static List<String> withPrefix(Database database, String prefix) {
        return database.read(tx -> WORDS.withPrefix(tx, prefix, FIRST, 10)).stream()
                .map(UserWord::word)
                .toList();
    }

    private static List<String> otherwiseOrdered(Database database) {
        return database.read(
                tx ->
                        tx.list(
                                """
                                SELECT c.relname || '.' || a.attname
                                  FROM pg_class c
                                  JOIN pg_namespace n ON n.oid = c.relnamespace
                                  JOIN pg_attribute a ON a.attrelid = c.oid
                                 WHERE n.nspname = current_schema() AND c.relkind = 'r'
                                   AND a.atttypid = 'text'::regtype AND NOT a.attisdropped
                                   AND a.attcollation <> '"C"'::regcollation
                                """,
                                row -> row.text(1)));
    }

    @EachEngine
    void words_areFoundByTheirBeginningInTheOrderOfTheirBytes(TestDatabase test) {
        Database database = test.open();
        add(database, "z", "ea", "\u00e9a", "e-b");

        assertThat(withPrefix(database, "\u00e9")).containsExactly("\u00e9a");
        assertThat(withPrefix(database, "")).containsExactly("e-b", "ea", "z", "\u00e9a");
    }

    @Test
    @DisabledIfSystemProperty(named = "stoa.test.postgres", matches = "off")
    void columns_ofAnOlderProgram_areOrderedByBytesFromTheNextStartOn() {
        try (TestDatabase test = TestDatabase.create(TestEngine.POSTGRES)) {
            try (Database before = test.open()) {
                add(before, "ea", "\u00e9a");
                before.execute(TextOrderTest::makeOlder);
                assertThat(otherwiseOrdered(before))
                        .containsExactlyInAnyOrder(
                                "user_word.word", "account_data.type", "account_data.content");
                assertThat(withPrefix(before, "\u00e9")).containsExactly("ea", "\u00e9a");
            }

            Database after = test.open();

            assertThat(otherwiseOrdered(after)).isEmpty();
            assertThat(withPrefix(after, "\u00e9")).containsExactly("\u00e9a");
        }
    }

    private static void makeOlder(WriteTx tx) {
        tx.update("ALTER TABLE user_word ALTER word TYPE TEXT COLLATE \"default\"");
        tx.update(
                """
                ALTER TABLE account_data ALTER type TYPE TEXT COLLATE "default",
                    ALTER content TYPE TEXT COLLATE "default"
                """);
        tx.update("DELETE FROM schema_version WHERE version = 17");
    }
}
