package org.stoa.conformance.client;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Registration with a secret that the server's configuration has, by Synapse's endpoint for that, which other servers have too.
final class SharedSecret {
    private static final String PATH = "/_synapse/admin/v1/register";

    private SharedSecret() {}

    /// Makes an account and logs it in.
    static Json register(Client client, String secret, String localpart, boolean administrator) {
        String nonce = client.get(PATH).ok().string("nonce");
        String kind = administrator ? "admin" : "notadmin";
        String sealed = String.join("\0", nonce, localpart, User.PASSWORD, kind);
        return client.post(
                        PATH,
                        Json.of(
                                "nonce",
                                nonce,
                                "username",
                                localpart,
                                "password",
                                User.PASSWORD,
                                "admin",
                                administrator,
                                "mac",
                                mac(secret, sealed)))
                .ok();
    }

    private static String mac(String secret, String sealed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return HexFormat.of().formatHex(mac.doFinal(sealed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA1", impossible);
        }
    }
}
