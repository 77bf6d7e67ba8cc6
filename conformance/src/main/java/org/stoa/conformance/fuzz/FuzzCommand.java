package org.stoa.conformance.fuzz;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.runner.Where;
import org.stoa.conformance.shape.ShapeLog;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Sends bad input. Exit codes: 0, the server took all of it well; 1, it did not; 2, wrong arguments.
@Command(
        name = "conformance/fuzz",
        description = {
            "Sends bad input for every operation of the client API, made from the shapes of the specification.",
            "The server may never answer 5xx, nor an error without an errcode, nor late, nor not at all; and",
            "somebody else, who uses it meanwhile, must not notice. The last line counts operations:",
            "'N passed, N failed, N skipped'; skipped are those for which the time was too short."
        },
        mixinStandardHelpOptions = true)
public final class FuzzCommand implements Callable<Integer> {
    private static final Duration TOLD = Duration.ofSeconds(15);

    @Spec private CommandSpec spec = CommandSpec.create();

    @ArgGroup(multiplicity = "1")
    private Where where = new Where();

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "5",
            description = "How long (${DEFAULT-VALUE}); 0.5 is half a minute.")
    private double minutes = 5;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description =
                    "Of all chance. Requests also take up what the server answered, so a second run with one seed is"
                            + " alike, not the same.")
    private @Nullable Long seed;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "4",
            description = "How many requests at a time (${DEFAULT-VALUE}).")
    private int workers = 4;

    @Option(
            names = "--limit",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How long an answer may take (${DEFAULT-VALUE}).")
    private int limitSeconds = 10;

    @Option(
            names = "--only",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Only operations with this in their method and path.")
    private String only = "";

    @Override
    public Integer call() throws IOException, InterruptedException {
        return where.use(spec.commandLine().getOut(), (server, started) -> fuzz(server));
    }

    private int fuzz(URI target) throws InterruptedException {
        long usedSeed = seed == null ? System.nanoTime() : seed;
        List<FuzzedOperation> operations =
                FuzzedOperation.all().stream()
                        .filter(operation -> operation.toString().contains(only))
                        .toList();
        say("%d operations, seed %d".formatted(operations.size(), usedSeed));
        URI base = URI.create(target.toString().replaceFirst("/$", ""));
        Findings findings = new Findings();
        try (Homeserver homeserver = new Homeserver(base, Optional.empty(), new ShapeLog())) {
            attack(base, homeserver, operations, findings, usedSeed);
        }
        findings.told().forEach(this::say);
        long failed = findings.operations().size();
        long asked = findings.asked() + 1L; // and somebody else
        int left = operations.size() - findings.asked();
        say("%d passed, %d failed, %d skipped".formatted(asked - failed, failed, left));
        return failed == 0 && findings.asked() > 0 ? 0 : 1;
    }

    private void attack(
            URI base,
            Homeserver homeserver,
            List<FuzzedOperation> operations,
            Findings findings,
            long usedSeed)
            throws InterruptedException {
        long begin = System.nanoTime();
        long deadline = begin + (long) (minutes * Duration.ofMinutes(1).toNanos());
        Duration limit = Duration.ofSeconds(limitSeconds);
        Map<String, Json> named = FuzzedOperation.namedShapes();
        Pool pool = new Pool();
        AtomicLong sent = new AtomicLong();
        HttpClient http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
        List<Thread> threads = new ArrayList<>();
        threads.add(
                thread(
                        "bystander",
                        new Bystander(homeserver, findings, limit, deadline),
                        findings));
        for (int i = 0; i < workers; i++) {
            Random random = new Random(usedSeed + i);
            threads.add(
                    thread(
                            "fuzzer " + i,
                            new Fuzzer(
                                    base,
                                    homeserver,
                                    http,
                                    operations,
                                    named,
                                    pool,
                                    random,
                                    findings,
                                    sent,
                                    limit,
                                    deadline),
                            findings));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            while (!thread.join(TOLD)) {
                say(
                        "%d s: %d requests, %d findings"
                                .formatted(
                                        Duration.ofNanos(System.nanoTime() - begin).toSeconds(),
                                        sent.get(),
                                        findings.size()));
            }
        }
        http.close();
    }

    /// A worker that ends before its time is a finding, not silence.
    private static Thread thread(String name, Runnable work, Findings findings) {
        Thread thread = Thread.ofPlatform().name(name).unstarted(work);
        thread.setUncaughtExceptionHandler(
                (dead, cause) -> findings.add("the fuzzer itself", "stopped", name + ": " + cause));
        return thread;
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
