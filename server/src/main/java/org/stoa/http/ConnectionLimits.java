package org.stoa.http;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SelectableChannelEndPoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Closes connections at once that are too many: those of one address, or all together, on all listeners. A proxy that is trusted has
/// as many as it likes, since all clients come through it. Thread-safe.
///
/// What a connection may hold is bounded elsewhere ([HttpLimits], [HeldBody]); so this bounds what all of them hold.
final class ConnectionLimits implements Connection.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionLimits.class);

    /// What a connection may take of the memory while nothing is counted of it: buffers, a head, a thread, a small body.
    private static final long BYTES = 32 << 10;

    /// A quarter of the files that the process may open is left for the database, the search index and requests to other servers:
    /// without those nobody is served.
    private static final int FILES_FOR_ALL = 4;

    /// Some connections there are on the smallest machine.
    private static final long LEAST = 256;

    /// A community may have more clients than so many connections.
    private static final int FEW = 1_024;

    private final int max;
    private final int maxPerAddress;
    private final ClientAddress addresses;
    private final Map<Connection, String> counted = new HashMap<>();
    private final Map<String, Integer> byAddress = new HashMap<>();
    private final Set<Connection> ofProxies = new HashSet<>();
    private boolean isFull;

    ConnectionLimits(HttpLimits limits, ClientAddress addresses) {
        this(limits, addresses, possible());
    }

    /// @param possible how many the machine bears
    ConnectionLimits(HttpLimits limits, ClientAddress addresses, long possible) {
        this.max = (int) Math.min(limits.maxConnections(), Math.max(possible, LEAST));
        this.maxPerAddress = limits.maxConnectionsPerAddress();
        this.addresses = addresses;
        sayIfFewer(limits.maxConnections());
    }

    /// Who asked for a number learns that there are fewer. The usual number is more than most machines bear and most servers need.
    private void sayIfFewer(int wanted) {
        if (max >= wanted) {
            return;
        }
        boolean isAskedFor = wanted != HttpLimits.DEFAULT_CONNECTIONS;
        LOG.atLevel(isAskedFor || max < FEW ? Level.INFO : Level.DEBUG)
                .log(
                        "At most {} connections are taken: the process has not the memory or the open files for {}",
                        max,
                        wanted);
    }

    private static long possible() {
        long files =
                ManagementFactory.getOperatingSystemMXBean()
                                instanceof UnixOperatingSystemMXBean unix
                        ? unix.getMaxFileDescriptorCount()
                        : Long.MAX_VALUE;
        long memory = Runtime.getRuntime().maxMemory() / BYTES;
        return Math.min(files - files / FILES_FOR_ALL, memory);
    }

    @Override
    public void onOpened(Connection connection) {
        EndPoint socket = connection.getEndPoint();
        // What is inside of TLS is no connection of its own.
        if (socket instanceof SelectableChannelEndPoint && !take(connection, socket)) {
            socket.close();
        }
    }

    private synchronized boolean take(Connection connection, EndPoint socket) {
        if (all() >= max) {
            warnOnce();
            return false;
        }
        String who = who(socket);
        if (who == null) {
            ofProxies.add(connection);
            return true;
        }
        int own = byAddress.getOrDefault(who, 0);
        if (own >= maxPerAddress) {
            return false;
        }
        counted.put(connection, who);
        byAddress.put(who, own + 1);
        return true;
    }

    /// Who has the other end, null for a trusted proxy.
    private @Nullable String who(EndPoint socket) {
        InetAddress address =
                socket.getRemoteSocketAddress() instanceof InetSocketAddress known
                        ? known.getAddress()
                        : InetAddress.getLoopbackAddress();
        return addresses.isTrusted(address) ? null : ClientAddress.network(address);
    }

    private void warnOnce() {
        if (!isFull) {
            LOG.warn("{} connections are open; no more are taken until some end", max);
            isFull = true;
        }
    }

    @Override
    public synchronized void onClosed(Connection connection) {
        String who = counted.remove(connection);
        if (who != null) {
            byAddress.computeIfPresent(who, (key, own) -> own == 1 ? null : own - 1);
        }
        ofProxies.remove(connection);
        if (!isCrowded()) {
            isFull = false;
        }
    }

    /// Whether so many are open that who does nothing should go.
    synchronized boolean isCrowded() {
        return all() * 4L > max * 3L;
    }

    /// How many are open.
    synchronized int all() {
        return counted.size() + ofProxies.size();
    }
}
