package org.stoa.bench;

import java.io.IOException;
import java.net.URI;

/// Makes users and rooms for a scenario.
final class Users {
    private final URI target;
    private final String run;

    Users(URI target, String run) {
        this.target = target;
        this.run = run;
    }

    /// Makes a user and returns the access token.
    String register(Connection connection, int number) throws IOException {
        String body =
                "{\"username\":\"load-%s-%d\",\"password\":\"load-password-%d\",\"auth\":{\"type\":\"m.login.dummy\"}}"
                        .formatted(run, number, number);
        return connection
                .call("POST", "/_matrix/client/v3/register", "", body)
                .orThrow()
                .text("access_token");
    }

    /// Makes a public room and returns its id, encoded for a path.
    String room(Connection connection, String token) throws IOException {
        return connection
                .call(
                        "POST",
                        "/_matrix/client/v3/createRoom",
                        token,
                        "{\"preset\":\"public_chat\"}")
                .orThrow()
                .text("room_id")
                .replace("!", "%21")
                .replace(":", "%3A");
    }

    URI target() {
        return target;
    }
}
