package org.stoa.accounts.register;

import java.net.URI;

/// The challenge that new users have to solve.
///
/// @param siteKey what clients show the challenge with
/// @param secretKey what the server checks it with
/// @param verifyUrl where it is checked
public record CaptchaConfig(
        CaptchaService service, String siteKey, String secretKey, URI verifyUrl) {

    /// Without the secret, for logs.
    @Override
    public String toString() {
        return "CaptchaConfig[service=%s, siteKey=%s, verifyUrl=%s]"
                .formatted(service, siteKey, verifyUrl);
    }
}
