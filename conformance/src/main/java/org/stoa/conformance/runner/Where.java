package org.stoa.conformance.runner;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which server a command is about: one that is up, or one that it starts for itself.
public final class Where {
    @Option(
            names = "--target",
            paramLabel = "URL",
            description =
                    "A server that is up: its client API, like http://127.0.0.1:8008. It needs open registration and"
                            + " no rate limits.")
    private @Nullable URI target;

    @Option(
            names = "--start",
            paramLabel = "SCRIPT",
            description =
                    "A start script (conformance/README.md): a server of its own for this run.")
    private @Nullable Path start;

    /// What is done with a server.
    @FunctionalInterface
    public interface Use<T> {
        /// Does it, and returns what came of it.
        ///
        /// @param started whether the server was started for this, so that it has {@link StartedServer#SECRET}
        T with(URI server, boolean started) throws IOException, InterruptedException;
    }

    /// Does something with the server, which is started before and stopped afterwards when it is to be.
    public <T> T use(PrintWriter out, Use<T> use) throws IOException, InterruptedException {
        if (start == null) {
            return use.with(target == null ? URI.create("") : target, false);
        }
        say(out, "starting " + start);
        try (StartedServer server = StartedServer.start(start)) {
            say(out, "it listens at " + server.uri() + " and writes to " + server.log());
            return use.with(server.uri(), true);
        }
    }

    private static void say(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }
}
