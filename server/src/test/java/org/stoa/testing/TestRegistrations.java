package org.stoa.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.stoa.appservice.Registration;
import org.stoa.boot.config.RegistrationFiles;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonObject;

/// Registrations of application services, read from YAML as the server reads them.
public final class TestRegistrations {
    public static final String AS_TOKEN = "the-as-token";
    public static final String HS_TOKEN = "the-hs-token";

    private TestRegistrations() {}

    /// The registration of a bridge named `irc`: it is `@ircbot:localhost`, has the users `@irc_...` and the aliases
    /// `#irc_...` for itself, and more as written, in lines of YAML.
    public static String irc(String url, String... more) {
        return """
                id: irc
                url: %s
                as_token: %s
                hs_token: %s
                sender_localpart: ircbot
                protocols: [irc]
                rate_limited: false
                namespaces:
                  users: [{exclusive: true, regex: "@irc_.*"}]
                  aliases: [{exclusive: true, regex: "#irc_.*"}]
                  rooms: []
                %s
                """
                .formatted(url, AS_TOKEN, HS_TOKEN, String.join("\n", more));
    }

    /// Reads registrations of the server `localhost`.
    public static List<Registration> of(String... yaml) {
        return of(ServerName.parse("localhost"), yaml);
    }

    /// Reads registrations of a server.
    public static List<Registration> of(ServerName server, String... yaml) {
        try {
            Path folder = Files.createTempDirectory("stoa-registrations");
            List<Path> files = new ArrayList<>();
            for (String text : yaml) {
                Path file = folder.resolve("service" + files.size() + ".yaml");
                files.add(Files.writeString(file, text));
            }
            List<Registration> read = RegistrationFiles.read(server, files);
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(folder);
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The client of the bridge `irc`, as its own user.
    public static TestClient client(TestServer server) {
        return client(server, AS_TOKEN, "@ircbot:localhost");
    }

    /// The client of an application service.
    public static TestClient client(TestServer server, String token, String user) {
        return server.anonymous()
                .as(JsonObject.of("user_id", user, "access_token", token, "device_id", "none"));
    }
}
