package org.stoa.bench.homeserver;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.stoa.bench.measure.ProcessTree;

/// What a start script has running: itself and all that descends from it, as they were at one moment. Those whose parent ends
/// are still among them.
record Processes(List<ProcessHandle> all) {
    static final Processes NONE = new Processes(List.of());

    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    static Processes of(Process script) {
        return new Processes(
                Stream.concat(Stream.of(script.toHandle()), script.descendants()).toList());
    }

    /// These and others.
    Processes with(Processes others) {
        return new Processes(Stream.concat(all.stream(), others.all.stream()).toList());
    }

    private boolean anyAlive() {
        // Where the first process asks nobody how they ended, those that lost their parent look
        // alive for ever.
        return all.stream().anyMatch(one -> one.isAlive() && ProcessTree.isRunning(one.pid()));
    }

    /// Whether all of them have ended by then.
    boolean awaitEnd(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (anyAlive()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(LOOK_AGAIN);
        }
        return true;
    }

    /// Ends all of them at once.
    void kill() {
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
