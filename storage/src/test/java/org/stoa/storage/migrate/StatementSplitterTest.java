package org.stoa.storage.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StatementSplitterTest {
    @Test
    void split_withCommentsAndQuotes_cutsAtSemicolonsOnly() {
        String text =
                """
                -- first; not a statement
                CREATE TABLE a (b TEXT DEFAULT 'x;--y'); -- behind; it
                INSERT INTO "odd;name" VALUES ('it''s');

                ;
                SELECT 1
                """;

        assertThat(StatementSplitter.split(text))
                .containsExactly(
                        "CREATE TABLE a (b TEXT DEFAULT 'x;--y')",
                        "INSERT INTO \"odd;name\" VALUES ('it''s')",
                        "SELECT 1");
    }

    @Test
    void split_withAnOpenQuote_isRefused() {
        assertThatThrownBy(() -> StatementSplitter.split("SELECT 'a"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
