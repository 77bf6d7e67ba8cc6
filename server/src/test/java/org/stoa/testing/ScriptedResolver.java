package org.stoa.testing;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.stoa.remote.connect.LookupException;
import org.stoa.remote.connect.Resolver;
import org.stoa.remote.connect.ServiceRecord;

/// A name service that a test fills.
public final class ScriptedResolver implements Resolver {
    private final Map<String, List<InetAddress>> hosts = new ConcurrentHashMap<>();
    private final Map<String, List<ServiceRecord>> services = new ConcurrentHashMap<>();
    private final Set<String> silent = new HashSet<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    /// Says where a host is.
    public ScriptedResolver host(String host, String... addresses) {
        hosts.put(host, Arrays.stream(addresses).map(InetAddress::ofLiteral).toList());
        return this;
    }

    /// Adds an SRV record.
    public ScriptedResolver service(
            String name, int priority, int weight, int port, String target) {
        List<ServiceRecord> records = new ArrayList<>(services.getOrDefault(name, List.of()));
        records.add(new ServiceRecord(priority, weight, port, target));
        services.put(name, List.copyOf(records));
        return this;
    }

    /// Has a Matrix server at a port of 127.0.0.1, found by an SRV record.
    public ScriptedResolver server(String host, int port) {
        services.remove("_matrix-fed._tcp." + host);
        return host(host, "127.0.0.1").service("_matrix-fed._tcp." + host, 1, 1, port, host);
    }

    /// Does not answer for a name.
    public ScriptedResolver silentFor(String name) {
        silent.add(name);
        return this;
    }

    /// What was asked for, in order.
    public List<String> asked() {
        return asked;
    }

    @Override
    public List<InetAddress> addresses(String host) throws LookupException {
        answer(host);
        return hosts.getOrDefault(host, List.of());
    }

    @Override
    public List<ServiceRecord> services(String name) throws LookupException {
        answer(name);
        return services.getOrDefault(name, List.of());
    }

    private void answer(String name) throws LookupException {
        asked.add(name);
        if (silent.contains(name)) {
            throw new LookupException("no answer for " + name);
        }
    }
}
