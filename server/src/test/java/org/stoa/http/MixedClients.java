package org.stoa.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.stoa.platform.Platform;

/// Many clients at once on real connections: some whose requests are right, over and over, and beside them some who break off, announce
/// wrong lengths, or send nonsense. Each right request says in its body whose it is and is answered with what the server read,
/// so a body is seen that came to another request, or not as it was sent. A main, besides what a test does with it:
/// `MixedClients [seconds [clients of each kind [seed]]]`.
final class MixedClients {
    private static final HttpLimits LIMITS =
            new HttpLimits(
                    64 << 10,
                    8 << 10,
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(60),
                    1_000,
                    5_000,
                    5_000);

    /// The first few say enough.
    private static final int TOLD = 20;

    private final InetSocketAddress address;
    private final long deadline;
    private final LongAdder right = new LongAdder();
    private final LongAdder odd = new LongAdder();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    private MixedClients(InetSocketAddress address, Duration time) {
        this.address = address;
        this.deadline = System.nanoTime() + time.toNanos();
    }

    /// What came of it.
    ///
    /// @param right how many right requests were answered with what they sent
    /// @param odd how many odd ones were sent
    /// @param wrong what right clients were told otherwise
    record Outcome(long right, long odd, List<String> wrong) {}

    public static void main(String[] arguments) throws InterruptedException {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 60;
        int each = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 4;
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : System.nanoTime();
        System.out.printf("seed %d%n", seed);
        Outcome outcome = run(Duration.ofSeconds(seconds), each, seed);
        outcome.wrong().forEach(System.out::println);
        System.out.printf(
                "%d right requests, %d odd ones: %d answered wrong%n",
                outcome.right(), outcome.odd(), outcome.wrong().size());
    }

    /// Has so many clients of each of the three kinds at a server of their own.
    static Outcome run(Duration time, int each, long seed) throws InterruptedException {
        try (HttpEdge edge = edge()) {
            edge.start();
            MixedClients clients = new MixedClients(edge.addresses().getFirst(), time);
            clients.run(each, seed);
            return new Outcome(clients.right.sum(), clients.odd.sum(), List.copyOf(clients.wrong));
        }
    }

    private static HttpEdge edge() {
        Function<Request, Response> echo =
                request ->
                        Response.bytes(200, "application/octet-stream", request.rawBody())
                                .withHeader("X-Name", request.path("name"));
        return new TestEdge(Platform.system())
                .config(config -> config.withLimits(LIMITS))
                .with(Route.post("/echo/{name}").access(Access.PUBLIC), echo)
                .with(Route.post("/small/{name}").access(Access.PUBLIC).maxBody(1 << 10), echo)
                .with(
                        Route.post("/unread/{name}").access(Access.PUBLIC),
                        request -> Response.text(200, request.path("name")))
                .build();
    }

    private void run(int each, long seed) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        start(threads, each, number -> new RightClient(this, number, new Random(seed + number)));
        start(threads, each, number -> new LibraryClient(this, number, new Random(seed - number)));
        start(threads, each, number -> new OddClient(this, new Random(~seed + number)));
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void start(List<Thread> threads, int each, IntFunction<Runnable> client) {
        for (int number = 1; number <= each; number++) {
            Thread thread = Thread.ofPlatform().unstarted(client.apply(number));
            thread.setUncaughtExceptionHandler((dead, cause) -> wrong("a client died: " + cause));
            thread.start();
            threads.add(thread);
        }
    }

    InetSocketAddress address() {
        return address;
    }

    boolean goOn() {
        return System.nanoTime() - deadline < 0;
    }

    /// Opens a connection on which each piece that is written goes out by itself.
    Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(address, 10_000);
        return socket;
    }

    /// Compares an answer of `/echo/` with what was sent; returns whether it is that.
    boolean check(String name, String body, int status, String answeredName, String answered) {
        if (status == 200 && answeredName.equals(name) && answered.equals(body)) {
            right.increment();
            return true;
        }
        wrong(
                "%s sent %s, was answered %d for '%s' with %s"
                        .formatted(name, shown(body), status, answeredName, shown(answered)));
        return false;
    }

    void sentOdd() {
        odd.increment();
    }

    void wrong(String what) {
        if (wrong.size() < TOLD) {
            wrong.add(what);
        }
    }

    private static String shown(String body) {
        String begin = body.length() > 120 ? body.substring(0, 120) + "…" : body;
        return body.length() + " bytes '" + begin + "'";
    }
}
