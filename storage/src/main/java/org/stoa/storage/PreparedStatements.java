package org.stoa.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/// Statements of one connection that stay prepared: those used last. Not thread-safe.
final class PreparedStatements {
    private final Connection connection;
    private final int most;
    private final LinkedHashMap<String, PreparedStatement> statements =
            new LinkedHashMap<>(16, 0.75f, true);

    /// @param most how many are kept
    PreparedStatements(Connection connection, int most) {
        this.connection = connection;
        this.most = most;
    }

    /// @param sql the engine's own text
    PreparedStatement of(String sql) throws SQLException {
        PreparedStatement known = statements.get(sql);
        if (known != null) {
            return known;
        }
        PreparedStatement statement = connection.prepareStatement(sql);
        statements.put(sql, statement);
        if (statements.size() > most) {
            Map.Entry<String, PreparedStatement> eldest = statements.firstEntry();
            statements.remove(eldest.getKey());
            eldest.getValue().close();
        }
        return statement;
    }
}
