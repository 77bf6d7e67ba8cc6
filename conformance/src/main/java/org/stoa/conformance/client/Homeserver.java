package org.stoa.conformance.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;
import org.stoa.conformance.shape.ShapeLog;

/// The server under test. All tests share it, so each makes its own users, rooms and aliases, with names that nobody else
/// has: [#unique].
public final class Homeserver implements AutoCloseable {
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
    private final Client anonymous;
    private final Optional<String> registrationSecret;

    /// @param base like `http://127.0.0.1:8008`
    /// @param registrationSecret for `/_synapse/admin/v1/register`, by which administrators are made
    public Homeserver(URI base, Optional<String> registrationSecret, ShapeLog shapes) {
        this.anonymous =
                new Client(
                        http,
                        URI.create(base.toString().replaceFirst("/$", "")),
                        shapes,
                        Optional.empty());
        this.registrationSecret = registrationSecret;
    }

    /// Somebody without an access token.
    public Client anonymous() {
        return anonymous;
    }

    /// A name that no other test uses: lower case letters, digits and dashes.
    public String unique(String name) {
        return name + "-" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    }

    /// Registers an account whose localpart begins with this name. Its password is [User#PASSWORD].
    public User user(String name) {
        String localpart = unique(name);
        Answer answer = register(localpart);
        if (answer.status() != 200 && registrationSecret.isPresent()) {
            return User.of(this, bySecret(localpart, false));
        }
        return User.of(this, answer.ok());
    }

    public User user() {
        return user("user");
    }

    /// Asks for an account by the flow that needs nothing, `m.login.dummy`.
    public Answer register(String localpart) {
        return anonymous.post(
                "/register",
                Json.of(
                        "username",
                        localpart,
                        "password",
                        User.PASSWORD,
                        "auth",
                        Json.of("type", "m.login.dummy")));
    }

    /// Makes a guest account; the test is skipped when the server has none.
    public User guest() {
        Answer answer = anonymous.post("/register?kind=guest", Json.EMPTY);
        Assumptions.assumeTrue(answer.status() == 200, "this server has no guests");
        return User.of(this, answer.json());
    }

    /// Makes an administrator; the test is skipped when no registration secret is known.
    public User administrator() {
        Assumptions.assumeTrue(
                registrationSecret.isPresent(), "no --registration-shared-secret was given");
        return User.of(this, bySecret(unique("admin"), true));
    }

    private Json bySecret(String localpart, boolean administrator) {
        return SharedSecret.register(
                anonymous, registrationSecret.orElseThrow(), localpart, administrator);
    }

    /// The server's name, as it stands in the ids of its users.
    public String name() {
        return user("name").id().replaceFirst("^[^:]*:", "");
    }

    @Override
    public void close() {
        http.close();
    }
}
