package org.stoa.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoa.platform.ManualTime;
import org.stoa.platform.Platform;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.JsonObject;

/// What bodies take of the memory while they come and while they are handled.
@Timeout(60)
final class HeldBodyTest {
    private static final int FREE = 64 << 10;

    private final ManualTime time = new ManualTime();
    private final HeldBytes held = HeldBytes.ofBodies(8 * FREE);
    private final HeldBody body = body("192.0.2.1");
    private final CountDownLatch handled = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    private HeldBody body(String who) {
        return new HeldBody(held, time, InetAddress.ofLiteral(who));
    }

    private static InputStream bytes(int count) {
        return new ByteArrayInputStream(new byte[count]);
    }

    private static byte[] zeros(int count) {
        return ("[0" + ",0".repeat(count - 1) + "]").getBytes(StandardCharsets.UTF_8);
    }

    private static ErrorCode refusal(Runnable action) {
        try {
            action.run();
        } catch (MatrixException e) {
            return e.code();
        }
        throw new AssertionError("it was not refused");
    }

    @Test
    void body_ofSmallSize_takesNothing() throws IOException {
        body.whileRead(bytes(FREE)).readAllBytes();
        body.beforeParsing(new byte[FREE - 64], FREE);

        assertThat(held.held()).isZero();
    }

    @Test
    void body_isCountedAsItGrows_untilTheRequestIsDone() throws IOException {
        InputStream in = body.whileRead(bytes(4 * FREE));

        in.readNBytes(FREE);
        assertThat(held.held()).isZero();
        in.readNBytes(FREE);
        assertThat(held.held()).isEqualTo(FREE);
        in.readAllBytes();
        assertThat(held.held()).isEqualTo(3 * FREE);
        body.release();
        body.release();
        assertThat(held.held()).isZero();
    }

    @Test
    void bodies_ofOneAddress_takeHalfOfTheMemory() throws IOException {
        body.whileRead(bytes(4 * FREE)).readAllBytes();
        HeldBody second = body("192.0.2.1");
        HeldBody elsewhere = body("192.0.2.2");

        assertThatThrownBy(() -> second.whileRead(bytes(4 * FREE)).readAllBytes())
                .isInstanceOfSatisfying(
                        MatrixException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED));
        elsewhere.whileRead(bytes(4 * FREE)).readAllBytes();
        second.release();
        elsewhere.release();
        body.release();

        assertThat(held.held()).isZero();
    }

    @Test
    void bodies_ofOneNetwork_shareAHalf() throws IOException {
        body("2001:db8:0:1::1").whileRead(bytes(4 * FREE)).readAllBytes();
        InputStream neighbour = body("2001:db8:0:1::2").whileRead(bytes(4 * FREE));

        assertThatThrownBy(neighbour::readAllBytes).isInstanceOf(MatrixException.class);
    }

    @Test
    void bodies_ofUsualSizeInGreatNumber_areCountedButForSmallOnes() throws IOException {
        List<HeldBody> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            HeldBody free = body("192.0.2." + i);
            free.whileRead(bytes(10_000)).readAllBytes();
            all.add(free);
        }
        assertThat(held.held()).isZero();

        HeldBody counted = body("192.0.2.9");
        counted.whileRead(bytes(10_000)).readAllBytes();
        HeldBody small = body("192.0.2.10");
        small.whileRead(bytes(4_096)).readAllBytes();

        assertThat(held.held()).isEqualTo(FREE - 4_096);
        counted.release();
        all.forEach(HeldBody::release);
        body.whileRead(bytes(10_000)).readAllBytes();
        assertThat(held.held()).isZero();
    }

    @Test
    void tree_isCountedBeforeItIsMade() {
        body.beforeParsing(zeros(3_000), 1 << 20);

        assertThat(held.held()).isEqualTo(6_001 + 64 * 3_001 - FREE);
    }

    @Test
    void tree_ofMoreValuesThanTheRouteNeeds_isRefused() {
        assertThat(refusal(() -> body.beforeParsing(zeros(1_025), 2_100)))
                .isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(refusal(() -> body.beforeParsing(zeros(FREE), 100 << 20)))
                .as("more than one may hold")
                .isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(held.held()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1; 1",
                "[]; 2",
                "[1,2]; 3",
                "{\"a\":1,\"b\":[1]}; 6",
                "\"[1,2,3]\"; 1",
                "\"a\\\"[,\\\\\"; 1",
                "[\"\\\\\",1]; 3"
            })
    void values_areAsManyAsTheTextHasAtMost(String json, long count) {
        assertThat(HeldBytes.values(json.getBytes(StandardCharsets.UTF_8))).isEqualTo(count);
    }

    @Test
    void body_thatHoldsMemoryForLong_isCutOff() throws IOException {
        InputStream in = body.whileRead(bytes(4 * FREE));

        in.readNBytes(FREE);
        time.advance(Duration.ofMinutes(3));

        assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
    }

    /// While one request with a large tree is handled there is no room for another one, but for small ones.
    @Test
    void request_withoutRoomForItsBody_isToldToWait() throws Exception {
        TestEdge test =
                new TestEdge(Platform.system())
                        .bodies(held)
                        .with(Route.put("/hold").access(Access.PUBLIC), this::hold)
                        .with(
                                Route.put("/take").access(Access.PUBLIC),
                                request -> Response.ok(JsonObject.of("n", request.body().size())));
        String large = "{\"x\":" + new String(zeros(3_500), StandardCharsets.UTF_8) + "}";
        try (HttpEdge edge = test.build()) {
            edge.start();
            try (RawClient first = new RawClient(edge.addresses().getFirst());
                    RawClient second = new RawClient(edge.addresses().getFirst())) {
                first.send(put("/hold", large));
                handled.await();

                Answer refused = second.send(put("/take", large)).read();
                Answer small = second.send(put("/take", "{}")).read();
                mayEnd.countDown();
                Answer held = first.read();
                Answer again = second.send(put("/take", large)).read();

                assertThat(refused.status()).isEqualTo(429);
                assertThat(refused.text()).contains("\"M_LIMIT_EXCEEDED\"", "retry_after_ms");
                assertThat(small.status()).isEqualTo(200);
                assertThat(held.status()).isEqualTo(200);
                assertThat(again.text()).isEqualTo("{\"n\":1}");
            }
        }
        assertThat(held.held()).isZero();
    }

    private Response hold(Request request) {
        JsonObject parsed = request.body();
        handled.countDown();
        try {
            mayEnd.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Response.ok(JsonObject.of("n", parsed.size()));
    }

    private static String put(String path, String body) {
        return "PUT "
                + path
                + " HTTP/1.1\r\nHost: x\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body;
    }
}
