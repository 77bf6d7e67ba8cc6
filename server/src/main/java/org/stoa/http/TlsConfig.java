package org.stoa.http;

import java.nio.file.Path;

/// Where the certificate of a listener is.
///
/// @param certificate a PEM file with the certificate, followed by those between it and the root
/// @param key a PEM file with the private key (PKCS#8, or the older forms for RSA and EC), without a password
public record TlsConfig(Path certificate, Path key) {}
