package org.stoa.bench.command;

import java.nio.file.Path;
import org.stoa.bench.scenario.Size;
import picocli.CommandLine.Option;

/// What every command takes that puts load on servers.
final class LoadOptions {
    @Option(
            names = "--size",
            defaultValue = "compare",
            description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Size size = Size.COMPARE;

    @Option(
            names = "--seed",
            defaultValue = "4",
            description = "Of all chance; default ${DEFAULT-VALUE}.")
    private long seed = 4;

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            description =
                    "With start scripts: where the servers have their data; default ${DEFAULT-VALUE}.")
    private Path folder = Path.of(System.getProperty("java.io.tmpdir"));

    Size size() {
        return size;
    }

    long seed() {
        return seed;
    }

    Path folder() {
        return folder;
    }
}
