package org.stoa.remote.connect;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// The name service of this machine: hosts by its own library, which knows the hosts file and whatever else is configured, SRV
/// records by DNS.
///
/// The library is native code and would hold the carrier of a virtual thread for as long as it waits, so it is called on a
/// few threads of the platform, which exist only while there is something to ask.
public final class SystemResolver implements Resolver {
    /// Slow name servers hold up this many questions at once, not all.
    private static final int MAX_THREADS = 16;

    /// Further questions are refused: they would be answered too late anyway.
    private static final int MAX_WAITING = 1_000;

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration SERVICE_PATIENCE = Duration.ofSeconds(5);
    private static final long IDLE_SECONDS = 10;

    private final ExecutorService threads;

    public SystemResolver() {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(
                        MAX_THREADS,
                        MAX_THREADS,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(MAX_WAITING),
                        Thread.ofPlatform().name("name-service-", 1).daemon().factory());
        pool.allowCoreThreadTimeOut(true);
        this.threads = pool;
    }

    @Override
    public List<InetAddress> addresses(String host) throws LookupException {
        try {
            Future<InetAddress[]> answer = threads.submit(() -> InetAddress.getAllByName(host));
            return List.of(answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownHostException) {
                return List.of();
            }
            throw new LookupException("looking up " + host + " failed: " + e.getCause());
        } catch (TimeoutException | RejectedExecutionException e) {
            throw new LookupException("the name service did not answer for " + host);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LookupException("interrupted while looking up " + host);
        }
    }

    @Override
    public List<ServiceRecord> services(String name) throws LookupException {
        Lookup lookup = lookup(name);
        Record[] records = lookup.run();
        return switch (lookup.getResult()) {
            case Lookup.SUCCESSFUL -> services(records);
            case Lookup.HOST_NOT_FOUND, Lookup.TYPE_NOT_FOUND -> List.of();
            default ->
                    throw new LookupException(
                            "looking up " + name + " failed: " + lookup.getErrorString());
        };
    }

    private static Lookup lookup(String name) throws LookupException {
        try {
            Lookup lookup = new Lookup(Name.fromString(name, Name.root), Type.SRV);
            ExtendedResolver servers = new ExtendedResolver();
            servers.setTimeout(SERVICE_PATIENCE);
            servers.setRetries(1);
            lookup.setResolver(servers);
            return lookup;
        } catch (TextParseException e) {
            throw new LookupException(name + " cannot be asked for: " + e.getMessage());
        }
    }

    private static List<ServiceRecord> services(Record[] records) {
        List<ServiceRecord> services = new ArrayList<>();
        for (Record record : records) {
            if (record instanceof SRVRecord service) {
                services.add(
                        new ServiceRecord(
                                service.getPriority(),
                                service.getWeight(),
                                service.getPort(),
                                service.getTarget().toString(true)));
            }
        }
        return services;
    }
}
