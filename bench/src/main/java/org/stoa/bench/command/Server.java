package org.stoa.bench.command;

import java.io.IOException;
import java.nio.file.Path;
import org.stoa.bench.homeserver.RunningTarget;
import org.stoa.bench.homeserver.StartScript;
import org.stoa.bench.homeserver.StartedTarget;
import org.stoa.bench.homeserver.Target;
import org.stoa.bench.scenario.Scenario;

/// Where a scenario finds its server.
sealed interface Server {
    /// Its name in tables.
    String name();

    /// A server to run one scenario against.
    Target open(Scenario scenario) throws IOException, InterruptedException;

    /// One that is up.
    record Running(String name, RunningTarget target) implements Server {
        @Override
        public Target open(Scenario scenario) throws IOException {
            target.requireHomeserver();
            return target;
        }
    }

    /// One that a script starts afresh for each scenario.
    ///
    /// @param folder where each has its own
    record Scripted(StartScript script, Path folder) implements Server {
        @Override
        public String name() {
            return script.name();
        }

        @Override
        public Target open(Scenario scenario) throws IOException, InterruptedException {
            return StartedTarget.start(
                    script.path(), folder, scenario.environment(), scenario.federates());
        }
    }
}
