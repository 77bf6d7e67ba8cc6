package org.stoa.bench.homeserver;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.stoa.bench.federation.Federation;
import org.stoa.bench.http.Answer;
import org.stoa.bench.http.CheckFailed;
import org.stoa.bench.http.Connection;
import org.stoa.bench.http.Json;

/// A homeserver under load.
public interface Target {
    /// Base of its client API, without a slash at the end.
    URI uri();

    /// The process whose tree is measured.
    OptionalLong pid();

    /// Its data folder.
    Optional<Path> data();

    /// Secret for `/_synapse/admin/v1/register`; empty when users register openly.
    String registrationSecret();

    /// How other servers meet it; nothing when they cannot.
    default Optional<Federation> federation() {
        return Optional.empty();
    }

    /// Stops it and starts it again with its data; how long it took from the start to the first answer, or nothing if
    /// this server cannot be restarted from here.
    Optional<Duration> restart() throws IOException, InterruptedException;

    /// What it says it is, name and version, if it says so.
    ///
    /// Spec: server-server-api#get_matrixfederationv1version (v1.19).
    default Optional<String> version() throws IOException {
        try (Connection connection = new Connection(uri())) {
            Answer answer = connection.call("GET", "/_matrix/federation/v1/version", "", "");
            if (answer.status() != 200) {
                return Optional.empty();
            }
            Json server = answer.json().at("server");
            String said = server.at("name").text() + " " + server.at("version").text();
            return said.isBlank() ? Optional.empty() : Optional.of(said.strip());
        } catch (CheckFailed noJson) {
            // Whatever answers there, it says nothing.
            return Optional.empty();
        }
    }

    /// Stops it, if it was started from here.
    void stop() throws IOException, InterruptedException;
}
