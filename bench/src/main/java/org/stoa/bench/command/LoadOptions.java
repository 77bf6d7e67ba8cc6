package org.stoa.bench.command;

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

    Size size() {
        return size;
    }

    long seed() {
        return seed;
    }
}
