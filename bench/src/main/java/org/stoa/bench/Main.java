package org.stoa.bench;

import java.net.URI;
import java.util.List;

/// Runs one scenario against a homeserver that is up.
public final class Main {
    private static final String USAGE =
            """
            Usage: bench SCENARIO URL PID [COUNT ...]

              send URL PID WORKERS MESSAGES   each worker sends that many messages to a room of its own
              idle URL PID REQUESTS           that many /sync requests wait with nothing to hear
              cost PID                        memory and processor time of a process so far

            URL is the server's client API, for example http://127.0.0.1:8008; PID its process, whose
            memory and processor time are measured. Turn the server's rate limits off first.
            """;

    private Main() {}

    /// Runs the scenario that the arguments name and prints one line.
    public static void main(String[] arguments) throws Exception {
        List<String> words = List.of(arguments);
        if (words.size() < 2 || words.contains("--help")) {
            System.out.print(USAGE);
            System.exit(words.contains("--help") ? 0 : 2);
        }
        if (words.getFirst().equals("cost")) {
            System.out.println(ProcessCost.of(Long.parseLong(words.get(1))));
            return;
        }
        URI target = URI.create(words.get(1));
        long pid = Long.parseLong(words.get(2));
        Users users = new Users(target, Long.toString(System.nanoTime(), 36));
        String line =
                switch (words.getFirst()) {
                    case "send" ->
                            new SendScenario(
                                            users,
                                            Integer.parseInt(words.get(3)),
                                            Integer.parseInt(words.get(4)))
                                    .run(pid);
                    case "idle" -> new IdleScenario(users, Integer.parseInt(words.get(3))).run(pid);
                    default -> throw new IllegalArgumentException(USAGE);
                };
        System.out.println(line);
    }
}
