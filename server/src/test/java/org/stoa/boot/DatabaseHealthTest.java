package org.stoa.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.DatabaseConfig;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.storage.testing.TestEngine;
import org.stoa.testing.TestServer;

/// What `/health` says of the database. The full disk is in [FullDiskTest].
final class DatabaseHealthTest {
    @EachEngine
    void health_ofAServerThatWorks_isOk(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            assertThat(server.anonymous().get("/health").ok())
                    .isEqualTo(JsonObject.of("status", "ok"));
        }
    }

    @Test
    void health_whenTheDatabaseDoesNotAnswer_saysSoAndIsOkAgainLater() throws Exception {
        Assumptions.assumeTrue(TestEngine.all().contains(TestEngine.POSTGRES));
        try (TestDatabase database = TestDatabase.create(TestEngine.POSTGRES);
                TestServer server = TestServer.start(database);
                Connection other = connect(database)) {
            other.setAutoCommit(false);
            try (Statement statement = other.createStatement()) {
                statement.execute("LOCK TABLE lane IN ACCESS EXCLUSIVE MODE");
            }

            JsonObject stuck = server.anonymous().get("/health").with(503);

            assertThat(stuck)
                    .isEqualTo(
                            JsonObject.of(
                                    "status",
                                    "unfit",
                                    "problems",
                                    List.of("the database does not answer a read within 2 s")));
            other.rollback();
            assertThat(server.anonymous().get("/health").ok())
                    .isEqualTo(JsonObject.of("status", "ok"));
        }
    }

    private static Connection connect(TestDatabase database) throws Exception {
        DatabaseConfig.Postgres postgres = (DatabaseConfig.Postgres) database.config().location();
        return DriverManager.getConnection(postgres.url(), postgres.user(), postgres.password());
    }
}
