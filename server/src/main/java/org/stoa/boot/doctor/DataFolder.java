package org.stoa.boot.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoa.boot.config.StoaConfig;
import org.stoa.boot.control.ControlClient;
import org.stoa.boot.control.ControlCommands;

/// The data folder and the disk below it.
final class DataFolder {
    private static final long LITTLE_SPACE = 1L << 30;

    private final Path folder;
    private final boolean served;

    DataFolder(StoaConfig config) {
        this.folder = config.dataDirectory();
        this.served = ControlClient.ask(config.controlSocket(), ControlCommands.ping()).isPresent();
    }

    /// Whether a server runs on the folder now.
    boolean isServed() {
        return served;
    }

    List<Finding> examine() {
        List<Finding> findings = new ArrayList<>();
        findings.add(
                served
                        ? Finding.good("server", "runs on this data folder")
                        : Finding.good("server", "does not run on this data folder"));
        Path existing = firstExisting();
        if (existing == null) {
            findings.add(
                    Finding.bad(
                            "data folder", folder + " cannot be made: no folder above it exists"));
            return findings;
        }
        findings.add(writable(existing));
        findings.add(space(existing));
        return findings;
    }

    private @Nullable Path firstExisting() {
        @Nullable Path path = folder;
        while (path != null && !Files.exists(path)) {
            path = path.getParent();
        }
        return path;
    }

    private Finding writable(Path existing) {
        try {
            Files.delete(Files.createTempFile(existing, ".doctor", null));
        } catch (IOException e) {
            return Finding.bad(
                    "data folder",
                    existing
                            + " cannot be written ("
                            + e
                            + "): check its owner and how its disk is mounted");
        }
        return existing.equals(folder)
                ? Finding.good("data folder", folder + " can be written")
                : Finding.good("data folder", folder + " does not exist yet and can be made");
    }

    private static Finding space(Path existing) {
        try {
            FileStore store = Files.getFileStore(existing);
            long free = store.getUsableSpace();
            String text = "%.1f GB free on %s".formatted(free / 1e9, store.name());
            return free < LITTLE_SPACE
                    ? Finding.warning("disk", text + ": make room, a full disk stops all writing")
                    : Finding.good("disk", text);
        } catch (IOException e) {
            return Finding.warning("disk", "cannot tell how much space is left: " + e);
        }
    }
}
