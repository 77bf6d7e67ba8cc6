package org.stoa.storage.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.stoa.storage.CommitListener;
import org.stoa.storage.Database;
import org.stoa.storage.DatabaseConfig;

/// The PostgreSQL server of a test run, with a template database that has the schema.
final class PostgresServer {
    /// JDBC URL of a database of a role that may create others, with `user` and `password` as its parameters.
    private static final String VARIABLE = "STOA_TEST_POSTGRES";

    /// By another order of texts than that of SQLite, so that whatever relies on the order of the database fails.
    private static final String ORDERED =
            " TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en'";

    private final String url;
    private final String prefix;
    private final AtomicInteger number = new AtomicInteger();

    private PostgresServer(String url) {
        this.url = url;
        this.prefix = "stoa_test_" + ProcessHandle.current().pid() + "_";
        makeTemplate();
    }

    /// Started when the first test needs it.
    private static final class Holder {
        private static final PostgresServer SERVER = new PostgresServer(url());

        private static String url() {
            Map<String, String> environment = System.getenv();
            String given = environment.get(VARIABLE);
            return given == null || given.isEmpty() ? PostgresCluster.start().url() : given;
        }
    }

    /// Returns the server; starts it first if need be.
    static PostgresServer get() {
        return Holder.SERVER;
    }

    private void makeTemplate() {
        String name = prefix + "template";
        execute("DROP DATABASE IF EXISTS " + name);
        execute("CREATE DATABASE " + name + ORDERED);
        Database.open(config(name, InstantSource.system()), CommitListener.NONE).close();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> dropDatabase(name)));
    }

    String createDatabase() {
        String name = prefix + number.incrementAndGet();
        execute("CREATE DATABASE " + name + " TEMPLATE " + prefix + "template");
        return name;
    }

    void dropDatabase(String name) {
        execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }

    DatabaseConfig config(String name, InstantSource time) {
        return DatabaseConfig.postgres(urlOf(name), "stoa", "", time);
    }

    /// Returns the URL with another database in it.
    private String urlOf(String name) {
        int question = url.indexOf('?');
        String path = question < 0 ? url : url.substring(0, question);
        String parameters = question < 0 ? "" : url.substring(question);
        return path.substring(0, path.lastIndexOf('/') + 1) + name + parameters;
    }

    void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
