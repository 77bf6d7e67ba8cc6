package org.stoa.conformance.peers;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stoa.conformance.runner.TestRun;
import org.stoa.conformance.shape.ShapeLog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Lets two homeservers federate. Exit codes: 0, every result is as the baseline says; 1, some are not, or a server failed; 2,
/// wrong arguments.
@Command(
        name = "conformance/interop",
        description = {
            "Starts two homeservers that federate over TLS on loopback, and tests what users of both see:",
            "rooms of each version in both directions, also when the servers are apart, stopped or killed.",
            "The last line is 'N passed, N failed, N skipped'."
        },
        mixinStandardHelpOptions = true)
public final class InteropCommand implements Callable<Integer> {
    private static final String TESTS = "org.stoa.conformance.federation";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--start",
            paramLabel = "SCRIPT",
            required = true,
            description = "The start script of one server (conformance/README.md).")
    private Path start = Path.of("");

    @Option(
            names = "--other",
            paramLabel = "SCRIPT",
            required = true,
            description = "The start script of the other; may be the same.")
    private Path otherStart = Path.of("");

    @Option(
            names = "--versions",
            paramLabel = "VERSION",
            split = ",",
            description = "Only rooms of these versions.")
    private List<String> versions = List.of();

    @Option(
            names = "--logs",
            paramLabel = "FOLDER",
            description = "Where what the servers wrote is put in the end.")
    private @Nullable Path logs;

    @Mixin private TestRun tests = new TestRun();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Path folder = Files.createTempDirectory("interop-");
        try {
            Certificates certificates = new Certificates(folder);
            List<String> labels = labels();
            try (Peer one = started(out, labels.get(0), start, certificates);
                    Peer other = started(out, labels.get(1), otherStart, certificates)) {
                return run(new Peers(one, other, this::isWanted), out);
            }
        } finally {
            delete(folder);
        }
    }

    /// The scripts' names without `start-`, and numbers where these are the same.
    private List<String> labels() {
        String one = label(start);
        String other = label(otherStart);
        return one.equals(other) ? List.of(one + "-1", other + "-2") : List.of(one, other);
    }

    private static String label(Path script) {
        return script.getFileName().toString().replaceFirst("^start-", "");
    }

    private static Peer started(
            PrintWriter out, String label, Path script, Certificates certificates)
            throws IOException, InterruptedException {
        out.println("starting " + script);
        out.flush();
        Peer peer = Peer.start(label, script, certificates);
        out.println(label + " is " + peer.name() + " and writes to " + peer.log());
        out.flush();
        return peer;
    }

    private boolean isWanted(String version) {
        return versions.isEmpty() || versions.contains(version);
    }

    private int run(Peers peers, PrintWriter out) throws IOException {
        try {
            return tests.run(TESTS, Map.of(Peers.class, peers), new ShapeLog(), out);
        } finally {
            keepLog(peers.one());
            keepLog(peers.other());
        }
    }

    private void keepLog(Peer peer) throws IOException {
        if (logs != null) {
            Files.createDirectories(logs);
            Path kept = logs.resolve(peer + ".log");
            Files.copy(peer.log(), kept, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
