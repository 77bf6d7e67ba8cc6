package org.stoa.cluster;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.stoa.http.Answer;
import org.stoa.http.Answer.Header;
import org.stoa.http.HttpEdge;
import org.stoa.remote.connect.Asker;
import org.stoa.remote.connect.Outcome;
import org.stoa.remote.connect.Question;
import org.stoa.remote.connect.RequestLimits;

/// What carries the requests of homeservers in one process to each other. Thread-safe.
final class TestNetwork {
    private static final int HUNDRED = 100;

    private final Map<String, HttpEdge> edges = new ConcurrentHashMap<>();
    private final Map<String, Line> lines = new ConcurrentHashMap<>();
    private final Set<Set<String>> cut = ConcurrentHashMap.newKeySet();
    private final Random chance;
    private volatile Weather weather = Weather.CALM;
    private volatile String unanswered = "";

    TestNetwork(long seed) {
        chance = new Random(seed);
    }

    /// The way out of a server that runs.
    private static final class Line {
        private volatile boolean dead;
    }

    /// The way out of a server, until it is disconnected.
    UnaryOperator<Asker> from(String host) {
        Line line = new Line();
        lines.put(host, line);
        return client -> (where, question) -> carry(line, host, where.name(), question);
    }

    /// Says that a server is there, from now on with this edge.
    void connect(String host, HttpEdge edge) {
        edges.put(host, edge);
    }

    /// Says that a server is not there: nothing reaches it, and nothing that it says from now on reaches anybody.
    void disconnect(String host) {
        edges.remove(host);
        Line line = lines.remove(host);
        if (line != null) {
            line.dead = true;
        }
    }

    /// Lets nothing through between two servers.
    void cut(String one, String other) {
        cut.add(Set.of(one, other));
    }

    /// Lets everything through, at once, from now on.
    void heal() {
        cut.clear();
        weather = Weather.CALM;
        unanswered = "";
    }

    /// Loses the answers to all requests whose target has this in it, until it heals.
    void loseAnswers(String part) {
        unanswered = part;
    }

    /// Behaves otherwise from now on.
    void weather(Weather now) {
        weather = now;
    }

    private Outcome carry(Line line, String from, String to, Question question) {
        Weather now = weather;
        HttpEdge edge = edges.get(to);
        if (line.dead || edge == null || cut.contains(Set.of(from, to))) {
            return new Outcome.NotSent("There is no way from " + from + " to " + to);
        }
        delay(now);
        if (happens(now.lostRequests())) {
            return new Outcome.TooSlow("The request was lost");
        }
        Outcome outcome = deliver(to, edge, question);
        delay(now);
        boolean isLost =
                happens(now.lostAnswers())
                        || cut.contains(Set.of(from, to))
                        || (!unanswered.isEmpty() && question.target().contains(unanswered))
                        || line.dead
                        || isGone(to, edge);
        return isLost ? new Outcome.Broken("The answer was lost") : outcome;
    }

    private boolean isGone(String host, HttpEdge edge) {
        return !edge.equals(edges.get(host));
    }

    private Outcome deliver(String to, HttpEdge edge, Question question) {
        try {
            return deliver(edge, question);
        } catch (RuntimeException e) {
            if (isGone(to, edge)) {
                return new Outcome.Broken("The server ended meanwhile");
            }
            throw e;
        }
    }

    private static Outcome deliver(HttpEdge edge, Question question) {
        byte[] body = question.body();
        Map<String, String> headers = new HashMap<>(question.headers());
        if (body != null) {
            headers.put("Content-Type", "application/json");
        }
        Answer answer =
                edge.handle(
                        question.method(),
                        question.target(),
                        headers,
                        body == null ? new byte[0] : body);
        RequestLimits limits = question.limits();
        if (answer.body().length > limits.maxAnswer()) {
            return new Outcome.TooLarge(limits.maxAnswer());
        }
        Map<String, String> fields = new HashMap<>();
        for (Header header : answer.headers()) {
            fields.put(header.name().toLowerCase(Locale.ROOT), header.value());
        }
        return new Outcome.Answered(answer.status(), fields, answer.body());
    }

    private void delay(Weather now) {
        if (now.delayMicros() > 0) {
            LockSupport.parkNanos(1_000L * below(now.delayMicros()));
        }
    }

    private boolean happens(int ofHundred) {
        return below(HUNDRED) < ofHundred;
    }

    private int below(int bound) {
        synchronized (chance) {
            return chance.nextInt(bound);
        }
    }
}
