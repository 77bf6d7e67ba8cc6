package org.stoa.conformance.runner;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.shape.ShapeLog;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The command line of the suite. Exit codes: 0, every result is as the baseline says; 1, some are not, or the server failed; 2,
/// wrong arguments.
@Command(
        name = "conformance/run",
        description = {
            "Tests a homeserver by the Matrix specification, through its client API. The server needs open",
            "registration and no rate limits; the tests leave users and rooms behind.",
            "Results are compared with a baseline: a test that got worse fails the run, and so does one that",
            "got better, until the baseline says so. The last line is 'N passed, N failed, N skipped'."
        },
        mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {
    /// The package of the tests of the client-server API.
    private static final String CLIENT_SERVER = "org.stoa.conformance.clientserver";

    @Spec private CommandSpec spec = CommandSpec.create();

    @ArgGroup(multiplicity = "1")
    private Where where = new Where();

    @Option(
            names = "--registration-shared-secret",
            paramLabel = "SECRET",
            description =
                    "With --target: the secret for /_synapse/admin/v1/register. Without it, tests that need an"
                            + " administrator are skipped.")
    private @Nullable String secret;

    @Mixin private TestRun tests = new TestRun();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        return where.use(
                out,
                (server, started) ->
                        run(
                                out,
                                server,
                                started
                                        ? Optional.of(StartedServer.SECRET)
                                        : Optional.ofNullable(secret)));
    }

    private int run(PrintWriter out, URI target, Optional<String> registrationSecret)
            throws IOException {
        ShapeLog shapes = new ShapeLog();
        try (Homeserver homeserver = new Homeserver(target, registrationSecret, shapes)) {
            return tests.run(CLIENT_SERVER, Map.of(Homeserver.class, homeserver), shapes, out);
        }
    }
}
