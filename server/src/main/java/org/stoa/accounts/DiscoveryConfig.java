package org.stoa.accounts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What clients and others are told about where things are: what `/.well-known/matrix/` answers, and TURN servers.
///
/// @param publicBaseUrl where clients reach this server, `null`: not told
/// @param serverAddress where other servers reach it, `host` or `host:port`, `null`: not told
/// @param contacts who runs it
/// @param supportPage a page for users, or `null`
/// @param turn servers for calls, or `null`
public record DiscoveryConfig(
        @Nullable String publicBaseUrl,
        @Nullable String serverAddress,
        List<SupportContact> contacts,
        @Nullable String supportPage,
        @Nullable TurnConfig turn) {

    /// Nothing is told.
    public static final DiscoveryConfig NONE =
            new DiscoveryConfig(null, null, List.of(), null, null);

    public DiscoveryConfig {
        contacts = List.copyOf(contacts);
    }
}
