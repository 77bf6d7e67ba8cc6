package org.stoa.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.boot.config.FeatureConfigs;
import org.stoa.boot.config.StoaConfig;
import org.stoa.boot.control.ControlCommands;
import org.stoa.boot.control.ControlServer;
import org.stoa.platform.Platform;
import org.stoa.storage.FolderLock;

/// A homeserver with its listeners and its control socket. Thread-safe.
public final class RunningServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningServer.class);

    private final StoaConfig config;
    private final List<AutoCloseable> parts = new ArrayList<>();
    private @Nullable Homeserver homeserver;

    private RunningServer(StoaConfig config) {
        this.config = config;
    }

    /// Starts everything; requests are answered when this returns.
    ///
    /// Throws CommandException, ConfigException, StorageException or ListenException when that is not possible; nothing
    /// runs then.
    public static RunningServer start(StoaConfig config, Platform platform) {
        RunningServer server = new RunningServer(config);
        try {
            server.open(platform);
            return server;
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    private void open(Platform platform) {
        if (config.database().url() != null) {
            // SQLite locks the folder itself. The control socket lies there in any case.
            closing(FolderLock.take(config.dataDirectory()));
        }
        if (config.metrics().enabled()) {
            platform.metrics().bindMachine();
        }
        Homeserver opened =
                closing(
                        new Homeserver(
                                FeatureConfigs.homeserver(config, platform.time()), platform));
        homeserver = opened;
        closing(ControlServer.start(config.controlSocket(), ControlCommands.of(opened)::handle));
        closing(opened.edge()).start();
        opened.start();
        HeapCare.start(platform).ifPresent(parts::add);
    }

    private <T extends AutoCloseable> T closing(T part) {
        parts.add(part);
        return part;
    }

    /// Returns the URLs of the listeners, with the ports that they really have.
    public List<String> urls() {
        return homeserver == null ? List.of() : homeserver.edge().urls();
    }

    /// Returns where Prometheus finds the figures; empty when that is off.
    public Optional<String> metricsUrl() {
        return Optional.ofNullable(homeserver).flatMap(running -> running.edge().metricsUrl());
    }

    /// Ends within two seconds: takes no new requests, lets long polls answer at once, waits for requests that are under way,
    /// commits what waits.
    @Override
    public void close() {
        for (AutoCloseable part : parts.reversed()) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.error("could not close {}", part.getClass().getName(), e);
            }
        }
        parts.clear();
    }
}
