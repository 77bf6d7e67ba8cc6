package org.stoa.remote;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.stoa.http.Cidr;
import org.stoa.protocol.id.ServerName;
import org.stoa.remote.connect.AnswerFiles;

/// What the operator decides about other servers.
///
/// @param serverName the name of this server
/// @param version what it tells others about its program
/// @param authorities who may vouch for other servers, besides the certificate authorities of this machine
/// @param allowedNetworks addresses that may be connected to although they are not public
/// @param peers who may be talked to
/// @param notaries servers that are believed about the keys of servers that do not answer
/// @param longestRetry how long a server that fails again and again is left alone at most
/// @param answers the folder for answers that are too large for the memory
/// @param maxAnswer bytes that one of those may have
public record RemoteConfig(
        ServerName serverName,
        String version,
        List<X509Certificate> authorities,
        List<Cidr> allowedNetworks,
        Peers peers,
        List<ServerName> notaries,
        Duration longestRetry,
        Path answers,
        long maxAnswer) {

    /// After this time hardly anything is still worth sending at once.
    public static final Duration DEFAULT_LONGEST_RETRY = Duration.ofHours(6);

    public RemoteConfig {
        authorities = List.copyOf(authorities);
        allowedNetworks = List.copyOf(allowedNetworks);
        notaries = List.copyOf(notaries);
    }

    /// Returns a server that talks to all public ones, and believes nobody about others.
    public static RemoteConfig of(ServerName serverName) {
        return new RemoteConfig(
                serverName,
                "development",
                List.of(),
                List.of(),
                Peers.ALL,
                List.of(),
                DEFAULT_LONGEST_RETRY,
                Path.of(System.getProperty("java.io.tmpdir")),
                AnswerFiles.DEFAULT_MAX);
    }

    /// Returns what the server calls itself when it asks others.
    String agent() {
        return "Stoa/" + version;
    }

    /// Returns the same with other certificate authorities.
    public RemoteConfig withAuthorities(List<X509Certificate> other) {
        return new RemoteConfig(
                serverName,
                version,
                other,
                allowedNetworks,
                peers,
                notaries,
                longestRetry,
                answers,
                maxAnswer);
    }

    /// Returns the same with other addresses that may be connected to.
    public RemoteConfig withAllowedNetworks(List<Cidr> other) {
        return new RemoteConfig(
                serverName,
                version,
                authorities,
                other,
                peers,
                notaries,
                longestRetry,
                answers,
                maxAnswer);
    }

    /// Returns the same with other peers.
    public RemoteConfig withPeers(Peers other) {
        return new RemoteConfig(
                serverName,
                version,
                authorities,
                allowedNetworks,
                other,
                notaries,
                longestRetry,
                answers,
                maxAnswer);
    }

    /// Returns the same with other notaries.
    public RemoteConfig withNotaries(List<ServerName> other) {
        return new RemoteConfig(
                serverName,
                version,
                authorities,
                allowedNetworks,
                peers,
                other,
                longestRetry,
                answers,
                maxAnswer);
    }

    /// Returns the same with another place for answers that are too large for the memory.
    public RemoteConfig withAnswers(Path folder, long max) {
        return new RemoteConfig(
                serverName,
                version,
                authorities,
                allowedNetworks,
                peers,
                notaries,
                longestRetry,
                folder,
                max);
    }
}
