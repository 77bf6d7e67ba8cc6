package org.stoa.bench.scenario;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.stoa.bench.http.Answer;
import org.stoa.bench.http.Connection;

/// Makes users, openly or with a shared secret. Safe for use by many threads.
final class Users {
    static final String PASSWORD = "bench-password-7";
    private static final String SECRET_PATH = "/_synapse/admin/v1/register";

    private final String secret;
    private final String run = Long.toString(System.nanoTime(), 36);
    private final AtomicLong next = new AtomicLong();

    Users(String secret) {
        this.secret = secret;
    }

    Account register(Connection connection) throws IOException {
        String name = "b" + run + "-" + next.getAndIncrement();
        Answer answer = secret.isEmpty() ? openly(connection, name) : bySecret(connection, name);
        return new Account(answer.orThrow().text("user_id"), answer.text("access_token"));
    }

    private static Answer openly(Connection connection, String name) throws IOException {
        return connection.call(
                "POST",
                "/_matrix/client/v3/register",
                "",
                """
                {"username":"%s","password":"%s","auth":{"type":"m.login.dummy"}}"""
                        .formatted(name, PASSWORD));
    }

    private Answer bySecret(Connection connection, String name) throws IOException {
        String nonce = connection.call("GET", SECRET_PATH, "", "").orThrow().text("nonce");
        String signed = nonce + "\0" + name + "\0" + PASSWORD + "\0notadmin";
        return connection.call(
                "POST",
                SECRET_PATH,
                "",
                """
                {"nonce":"%s","username":"%s","password":"%s","admin":false,"mac":"%s"}"""
                        .formatted(nonce, name, PASSWORD, mac(signed)));
    }

    private String mac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JVM has HmacSHA1", missing);
        }
    }
}
