package org.stoa.bridge;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import org.stoa.protocol.id.ServerName;

/// Where an application service finds its homeserver and is found by it.
///
/// @param homeserver where the client-server API is, such as `http://localhost:8008`
/// @param serverName the homeserver's name, which stands in user ids
/// @param listen where the homeserver's requests arrive; port 0 for any that is free
/// @param journal the file that holds what must be known after a restart
public record Settings(
        URI homeserver, ServerName serverName, InetSocketAddress listen, Path journal) {}
