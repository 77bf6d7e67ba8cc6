package org.stoa.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stoa.boot.Main;
import org.stoa.storage.DatabaseConfig;

/// A process of Stoa, with any command line, as the start script makes it: what it prints, and how it ends. One that
/// serves listens on a free port of the loopback address.
public final class StoaProcess implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("listening on (https?://[^\\s\"]+)");
    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final Output out;
    private final Output err;
    private @Nullable Transport transport;

    private StoaProcess(Process process) {
        this.process = process;
        this.out = new Output(process.getInputStream());
        this.err = new Output(process.getErrorStream());
    }

    /// Says how a process is started.
    public static final class Builder {
        private final List<String> prefix = new ArrayList<>();
        private final List<String> program;
        private final List<String> arguments;
        private final Map<String, String> environment = new HashMap<>();
        private final Path folder;
        private String input = "";

        private Builder(Path folder, List<String> program, List<String> arguments) {
            this.folder = folder;
            this.program = new ArrayList<>(program);
            this.arguments = List.copyOf(arguments);
        }

        /// Sets a key of the configuration, by its path.
        public Builder set(String key, String value) {
            environment.put("STOA_" + key.replace('.', '_').toUpperCase(Locale.ROOT), value);
            return this;
        }

        /// Sets a variable of the environment.
        public Builder environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /// Uses this database when it is one of PostgreSQL; one of SQLite lies in the data folder.
        public Builder on(DatabaseConfig database) {
            if (database.location() instanceof DatabaseConfig.Postgres) {
                set("database.url", databaseUrl(database));
            }
            return this;
        }

        /// Gives it so much memory for its objects, such as `96m`.
        public Builder heap(String size) {
            program.replaceAll(word -> word.startsWith("-Xmx") ? "-Xmx" + size : word);
            return this;
        }

        /// Runs it under another command, such as `nsenter`.
        public Builder under(List<String> command) {
            prefix.addAll(command);
            return this;
        }

        /// What it reads from its standard input.
        public Builder input(String text) {
            input = text;
            return this;
        }

        /// Starts it.
        public StoaProcess start() {
            try {
                ProcessBuilder builder = new ProcessBuilder(command()).directory(folder.toFile());
                builder.environment().keySet().removeIf(name -> name.startsWith("STOA_"));
                builder.environment().putAll(environment);
                Process started = builder.start();
                StoaProcess stoa = new StoaProcess(started);
                started.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
                started.getOutputStream().close();
                return stoa;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /// Starts it and waits until it listens.
        public StoaProcess serve() {
            StoaProcess started = start();
            try {
                started.url();
                return started;
            } catch (RuntimeException | Error e) {
                started.close();
                throw e;
            }
        }

        /// Starts it and waits for its end.
        public Ended run() {
            try (StoaProcess started = start()) {
                return started.await();
            }
        }

        private List<String> command() {
            // A test run in the background of a shell ignores SIGINT, and a program that it starts
            // would inherit that.
            List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
            command.addAll(prefix);
            command.addAll(program);
            command.addAll(arguments);
            return command;
        }
    }

    /// How a process ended.
    public record Ended(int exitCode, String out, String err) {}

    /// A command in a working folder.
    public static Builder command(Path folder, String... arguments) {
        return new Builder(folder, java(), List.of(arguments));
    }

    /// Another program that becomes a server, in a working folder.
    public static Builder program(Path folder, String... command) {
        return new Builder(folder, List.of(command), List.of());
    }

    /// The beginning of a command line of Stoa, for a shell.
    public static String shellCommand() {
        return java().stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }

    private static List<String> java() {
        return List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName());
    }

    /// The value of `database.url` for a database of PostgreSQL.
    public static String databaseUrl(DatabaseConfig database) {
        DatabaseConfig.Postgres postgres = (DatabaseConfig.Postgres) database.location();
        String place =
                postgres.url().replaceFirst("^jdbc:postgresql://", "").replaceFirst("\\?.*$", "");
        return "postgresql://" + postgres.user() + ":" + postgres.password() + "@" + place;
    }

    /// A server named `localhost` over a data folder, on a free port, with open registration and cheap passwords.
    public static Builder server(Path data) {
        return command(Path.of(System.getProperty("java.io.tmpdir")), "serve")
                .set("data_dir", data.toString())
                .set("listeners", "127.0.0.1:0")
                .set("registration.mode", "open")
                .set("passwords.memory_kib", "64")
                .set("passwords.iterations", "1")
                .set("rate_limits.enabled", "false");
    }

    /// Where it listens; waits until it does. Fails the test when it ends instead.
    public URI url() {
        return URI.create(awaitLine(LISTENING).group(1));
    }

    /// Waits until a line of its output matches; fails the test when it ends without.
    public Matcher awaitLine(Pattern pattern) {
        return out.await(pattern, () -> "the process ended first:\n" + out.text() + err.text());
    }

    /// A client without an account.
    public synchronized TestClient client() {
        if (transport == null) {
            transport = new SocketTransport(url());
        }
        return TestClient.anonymous(transport);
    }

    /// Its number.
    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// What it has printed so far on the standard output.
    public String out() {
        return out.text();
    }

    /// Ends it as `kill -9` does, and waits for that.
    public void kill() {
        process.destroyForcibly();
        await();
    }

    /// Sends it a signal by name, such as `INT`.
    public void signal(String name) {
        try {
            new ProcessBuilder("kill", "-s", name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits for its end, and for all that it printed.
    public Ended await() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the process does not end:\n" + out.text() + err.text());
            }
            return new Ended(process.exitValue(), out.whole(), err.whole());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Ends it as Ctrl-C does, if it still runs, and fails the test when that does not work.
    public Ended stop() {
        process.destroy();
        return await();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /// A stream of the process, read as it comes.
    private static final class Output {
        private final StringBuilder text = new StringBuilder();
        private final CompletableFuture<String> whole = new CompletableFuture<>();
        private boolean ended;

        Output(InputStream stream) {
            Thread.ofVirtual().start(() -> read(stream));
        }

        private void read(InputStream stream) {
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                String line = reader.readLine();
                while (line != null) {
                    add(line);
                    line = reader.readLine();
                }
            } catch (IOException e) {
                add("(cut off: " + e + ")");
            } finally {
                end();
            }
        }

        private synchronized void add(String line) {
            text.append(line).append('\n');
            notifyAll();
        }

        private synchronized void end() {
            ended = true;
            notifyAll();
            whole.complete(text.toString());
        }

        synchronized String text() {
            return text.toString();
        }

        String whole() throws InterruptedException {
            try {
                return whole.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new AssertionError("the output does not end", e);
            }
        }

        synchronized Matcher await(Pattern pattern, Supplier<String> failure) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (true) {
                Matcher matcher = pattern.matcher(text.toString());
                if (matcher.find()) {
                    return matcher;
                }
                long left = deadline - System.nanoTime();
                if (ended || left <= 0) {
                    throw new AssertionError(failure.get());
                }
                try {
                    wait(1 + TimeUnit.NANOSECONDS.toMillis(left));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException(e);
                }
            }
        }
    }
}
