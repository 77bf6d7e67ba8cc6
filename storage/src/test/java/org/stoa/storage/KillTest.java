package org.stoa.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.storage.testing.TestEngine;

/// Kills a process that writes, again and again, and looks at what it left: nothing acknowledged is lost, nothing is
/// half done, and positions have neither holes nor doubles. `-Dstoa.test.kills=1000` for a long run.
class KillTest {
    private static final int ROUNDS = Integer.getInteger("stoa.test.kills", 10);
    private static final int MAX_MILLIS = 400;

    /// What the process said before it died.
    ///
    /// @param positions of the acknowledged writes by `room * SPAN + ord`
    /// @param counter the highest acknowledged count
    private record Acknowledged(Map<Long, Long> positions, long counter) {}

    @EachEngine
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void process_whenKilled_keepsWhatItAcknowledged(TestDatabase test) throws Exception {
        Random random = new Random(7);
        Map<Long, Long> all = new TreeMap<>();
        long counter = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Acknowledged said = runAndKill(test, random.nextInt(MAX_MILLIS));
            all.putAll(said.positions());
            counter = Math.max(counter, said.counter());
            try (Database database = test.open()) {
                check(database, all, counter);
            }
        }
        assertThat(all).as("writes acknowledged in %d rounds", ROUNDS).hasSizeGreaterThan(ROUNDS);
    }

    private static Acknowledged runAndKill(TestDatabase test, int millis) throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-Xshare:auto",
                                "-cp",
                                classPath(),
                                KilledWriter.class.getName(),
                                location(test))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(reader.readLine()).isEqualTo("started");
            Thread killer =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        pause(millis);
                                        process.toHandle().destroyForcibly();
                                    });
            readTo(reader, lines);
            killer.join();
        } finally {
            // One that outlived the test would hold its output, and the build would wait for it.
            process.destroyForcibly();
        }
        process.waitFor();
        return parse(lines);
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The last line may be cut off by the end of the process.
    private static void readTo(BufferedReader reader, List<String> lines) throws IOException {
        String text = "";
        char[] buffer = new char[8_192];
        int count = reader.read(buffer);
        while (count >= 0) {
            text += new String(buffer, 0, count);
            int end = text.lastIndexOf('\n');
            if (end >= 0) {
                lines.addAll(List.of(text.substring(0, end).split("\n", -1)));
                text = text.substring(end + 1);
            }
            count = reader.read(buffer);
        }
    }

    private static String classPath() {
        return System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static String location(TestDatabase test) {
        return test.engine() == TestEngine.SQLITE ? test.folder().toString() : test.jdbcUrl();
    }

    private static Acknowledged parse(List<String> lines) {
        Map<Long, Long> positions = new TreeMap<>();
        long counter = 0;
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("room")) {
                positions.put(
                        Long.parseLong(words[1]) * KilledWriter.SPAN + Long.parseLong(words[2]),
                        Long.parseLong(words[3]));
            } else {
                counter = Math.max(counter, Long.parseLong(words[1]));
            }
        }
        return new Acknowledged(positions, counter);
    }

    private static void check(Database database, Map<Long, Long> acknowledged, long counter) {
        Map<Long, Long> stored = new TreeMap<>();
        database.read(
                tx -> {
                    tx.forEach(
                            "SELECT event, pos FROM event",
                            row -> stored.put(row.number(1), row.number(2)));
                    return stored;
                });
        assertThat(stored).containsAllEntriesOf(acknowledged);
        assertThat(numbers(database, "SELECT event FROM event_json ORDER BY event"))
                .isEqualTo(List.copyOf(stored.keySet()));
        checkPositions(database, stored);
        for (long room = 1; room <= KilledWriter.ROOMS; room++) {
            checkRoom(database, room);
        }
        long count =
                database.read(
                                tx ->
                                        tx.one(
                                                "SELECT value FROM meta WHERE name = 'n'",
                                                row -> row.text(1)))
                        .map(Long::parseLong)
                        .orElse(0L);
        assertThat(count).isGreaterThanOrEqualTo(counter);
        assertThat(numbers(database, "SELECT server FROM owed ORDER BY server"))
                .isEqualTo(LongStream.rangeClosed(1, count).boxed().toList());
    }

    /// A write takes three positions, the third of which is that of its receipt, which later ones replace.
    private static void checkPositions(Database database, Map<Long, Long> stored) {
        List<Long> positions = new ArrayList<>(stored.values());
        stored.forEach(
                (event, position) -> {
                    if (event % 2 == 0) {
                        positions.add(position + 1);
                    }
                });
        positions.addAll(numbers(database, "SELECT pos FROM owed"));
        long frontier = database.frontier().at(Lane.ONLY).value();
        assertThat(positions.stream().sorted().toList())
                .isEqualTo(LongStream.rangeClosed(1, frontier).boxed().toList());
        assertThat(numbers(database, "SELECT pos FROM receipt")).isSubsetOf(positions);
    }

    private static void checkRoom(Database database, long room) {
        List<Long> ords =
                numbers(database, "SELECT ord FROM event WHERE room = " + room + " ORDER BY pos");
        long last = ords.size();
        assertThat(ords).isEqualTo(LongStream.rangeClosed(1, last).boxed().toList());
        assertThat(last % 2).isZero();
        if (last > 0) {
            long event = room * KilledWriter.SPAN + last;
            assertThat(numbers(database, "SELECT event FROM extremity WHERE room = " + room))
                    .containsExactly(event);
            assertThat(numbers(database, "SELECT event FROM receipt WHERE room = " + room))
                    .containsExactly(event);
        }
    }

    private static List<Long> numbers(Database database, String sql) {
        return database.read(tx -> tx.list(sql, row -> row.number(1)));
    }
}
