package org.stoa.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.stoa.platform.Platform;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.JsonString;

/// Answers that are made piece by piece.
class LargeAnswersTest {
    private static final String REQUEST = "GET /numbers HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final byte[] ELEMENT = new JsonString("x".repeat(1_000)).toBytes();

    /// An array of so many elements, one a piece.
    private static final class Elements implements JsonPieces {
        private final int count;
        private int next;
        private int mostInMemory;

        Elements(int count) {
            this.count = count;
        }

        @Override
        public boolean writeNext(JsonBuffer out) {
            if (next == 0) {
                out.beginArray();
            }
            out.text(ELEMENT);
            mostInMemory = Math.max(mostInMemory, out.size());
            if (++next < count) {
                return true;
            }
            out.endArray();
            return false;
        }
    }

    private static TestEdge edge(JsonPieces pieces) {
        return new TestEdge(Platform.system())
                .with(
                        Route.get("/numbers").access(Access.PUBLIC),
                        request -> Response.json(pieces));
    }

    @Test
    void answer_thatIsLarge_isNeverInMemoryAsAWhole() {
        Elements elements = new Elements(5_000);

        Answer answer = edge(elements).get("/numbers");

        assertThat(answer.body()).hasSize(5_000 * (ELEMENT.length + 1) + 1);
        assertThat(answer.text()).startsWith("[\"xxx").endsWith("xxx\"]");
        assertThat(elements.mostInMemory).isLessThan(JsonPieces.BYTES + 2 * ELEMENT.length);
    }

    @Test
    void answer_thatFitsOnePiece_comesWithItsLength() throws IOException {
        Answer answer = overASocket(new Elements(10));

        assertThat(answer.header("Content-Length")).contains("" + answer.body().length);
        assertThat(answer.header("Transfer-Encoding")).isEmpty();
    }

    @Test
    void answer_thatIsLarge_comesInChunks() throws IOException {
        Answer answer = overASocket(new Elements(5_000));

        assertThat(answer.header("Transfer-Encoding")).contains("chunked");
        assertThat(answer.body()).hasSize(5_000 * (ELEMENT.length + 1) + 1);
    }

    @Test
    void connection_isKeptBehindALargeAnswer() throws IOException {
        try (HttpEdge edge = edge(restarting()).build()) {
            edge.start();
            try (RawClient client = new RawClient(edge.addresses().getFirst())) {
                Answer first = client.send(REQUEST).read();
                Answer second = client.send(REQUEST).read();

                assertThat(second.body()).isEqualTo(first.body()).hasSizeGreaterThan(1 << 20);
            }
        }
    }

    /// Elements that begin again for the next request.
    private static JsonPieces restarting() {
        Elements[] current = {new Elements(2_000)};
        return out -> {
            boolean hasMore = current[0].writeNext(out);
            if (!hasMore) {
                current[0] = new Elements(2_000);
            }
            return hasMore;
        };
    }

    private static Answer overASocket(JsonPieces pieces) throws IOException {
        try (HttpEdge edge = edge(pieces).build()) {
            edge.start();
            try (RawClient client = new RawClient(edge.addresses().getFirst())) {
                return client.send(REQUEST).read();
            }
        }
    }

    @Test
    void firstPiece_thatFails_isAnsweredWithItsError() {
        Answer answer =
                edge(out -> {
                            throw new MatrixException(ErrorCode.FORBIDDEN, "no");
                        })
                        .get("/numbers");

        assertThat(answer.status()).isEqualTo(403);
    }

    @Test
    void laterPiece_thatFails_cutsTheConnection() {
        Elements elements = new Elements(5_000);
        JsonPieces failing =
                out -> {
                    if (elements.next == 4_000) {
                        throw new IllegalStateException("expected by the test");
                    }
                    return elements.writeNext(out);
                };

        assertThatThrownBy(() -> overASocket(failing)).isInstanceOf(EOFException.class);
    }

    @Test
    void pieces_areMadeAFewAtATime() throws Exception {
        int requests = 12;
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch four = new CountDownLatch(4);
        TestEdge edge =
                edge(
                        out -> {
                            most.accumulateAndGet(running.incrementAndGet(), Math::max);
                            four.countDown();
                            await(four);
                            running.decrementAndGet();
                            out.beginArray().endArray();
                            return false;
                        });
        HttpEdge built = edge.build();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                answers.add(
                        threads.submit(
                                () -> built.handle("GET", "/numbers", Map.of(), new byte[0])));
            }
            for (Future<Answer> answer : answers) {
                assertThat(answer.get().text()).isEqualTo("[]");
            }
        }

        assertThat(most).hasValue(4);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void heldBytes_areBoundedForEachAndInAll() {
        HeldBytes held = new HeldBytes(800);
        held.take("alice", 60);

        assertThatThrownBy(() -> held.take("alice", 60)).isInstanceOf(MatrixException.class);
        held.take("bob", 700);
        assertThatThrownBy(() -> held.take("carol", 60)).isInstanceOf(MatrixException.class);
        held.release("bob", 700);
        held.take("carol", 60);
        held.release("alice", 60);
        held.take("alice", 100);

        assertThat(held.held()).isEqualTo(160);
    }

    @Test
    void answer_isCountedUntilItIsSent() {
        HeldBytes held = new HeldBytes(1 << 20);
        LargeAnswers answers = new LargeAnswers(held);
        byte[] large = new byte[100_000];
        Arrays.fill(large, (byte) 'x');

        Response response = answers.counted(Response.okJson(large), "alice");

        assertThat(held.held()).isEqualTo(100_000);
        assertThatThrownBy(() -> answers.counted(Response.okJson(large), "alice"))
                .isInstanceOf(MatrixException.class);
        response.sent();
        assertThat(held.held()).isZero();
    }
}
