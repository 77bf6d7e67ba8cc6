package org.stoa.conformance.fuzz;

import java.time.Duration;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Somebody who uses the server as people do while it is fuzzed: he must not notice.
final class Bystander implements Runnable {
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final User user;
    private final String room;
    private final Findings findings;
    private final Duration limit;
    private final long deadline;

    Bystander(Homeserver homeserver, Findings findings, Duration limit, long deadline) {
        this.user = homeserver.user("bystander");
        this.room = user.createRoom();
        this.findings = findings;
        this.limit = limit;
        this.deadline = deadline;
    }

    @Override
    public void run() {
        for (int i = 0; System.nanoTime() - deadline < 0; i++) {
            long begin = System.nanoTime();
            try {
                say(i);
            } catch (AssertionError disturbed) {
                findings.add("somebody else", "is disturbed", disturbed.toString());
            }
            Duration taken = Duration.ofNanos(System.nanoTime() - begin);
            if (taken.compareTo(limit) > 0) {
                findings.add("somebody else", "has to wait", "for " + taken);
            }
            pause();
        }
    }

    private void say(int number) {
        Json message = Json.of("msgtype", "m.text", "body", "line " + number);
        String path = "/rooms/{}/send/m.room.message/{}";
        String event =
                user.put(path, message, room, Integer.toString(number)).ok().string("event_id");
        String body = user.get("/rooms/{}/event/{}", room, event).ok().string("content", "body");
        if (!body.equals("line " + number)) {
            throw new AssertionError("line " + number + " came back as " + body);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }
}
