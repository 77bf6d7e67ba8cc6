package org.stoa.bench.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.stoa.bench.homeserver.RunningTarget;
import org.stoa.bench.homeserver.StartScript;
import org.stoa.bench.homeserver.StartedTarget;
import org.stoa.bench.homeserver.Target;

/// Where a scenario finds its server.
sealed interface Server {
    /// Its name in tables.
    String name();

    /// A server to run one scenario against.
    ///
    /// @param environment more variables for a start script
    /// @param federates whether it is to meet other servers, where a script starts it
    Target open(Map<String, String> environment, boolean federates)
            throws IOException, InterruptedException;

    /// Gives back what `open` took on the disk.
    void release() throws IOException;

    /// One that is up.
    record Running(String name, RunningTarget target) implements Server {
        @Override
        public Target open(Map<String, String> environment, boolean federates) {
            return target;
        }

        @Override
        public void release() {
            // Nothing of ours is on the disk.
        }
    }

    /// One that a script starts afresh for each scenario, in the same folder, which is emptied afterwards.
    record Scripted(StartScript script, Path folder) implements Server {
        @Override
        public String name() {
            return script.name();
        }

        @Override
        public Target open(Map<String, String> environment, boolean federates)
                throws IOException, InterruptedException {
            return StartedTarget.start(script.path(), folder, environment, federates);
        }

        @Override
        public void release() throws IOException {
            if (!Files.exists(folder)) {
                return;
            }
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
