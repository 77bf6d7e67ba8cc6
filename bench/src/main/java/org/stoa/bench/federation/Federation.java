package org.stoa.bench.federation;

import java.net.URI;
import javax.net.ssl.SSLContext;

/// How other servers meet the server under load.
///
/// @param serverName its name, which is also its address
/// @param uri base of its server-server API
/// @param tls of the scripted servers: trusts it, and is trusted by it
public record Federation(String serverName, URI uri, SSLContext tls) {}
