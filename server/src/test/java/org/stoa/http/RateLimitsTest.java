package org.stoa.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.stoa.http.auth.AppService;
import org.stoa.http.auth.Requester;
import org.stoa.platform.ManualTime;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;

final class RateLimitsTest {
    private static final InetAddress ADDRESS = InetAddress.ofLiteral("192.0.2.1");

    private final ManualTime time = new ManualTime();
    private final RateLimitConfig config =
            RateLimitConfig.defaults().with(RateLimitKind.LOGIN, new RateLimit(2, 3));
    private final RateLimits limits = new RateLimits(config, time);

    @Test
    void bucket_whenEmpty_refusesUntilATokenIsThere() {
        takeTimes(3);

        MatrixException refusal = refusal(() -> limits.take(RateLimitKind.LOGIN, ADDRESS));
        assertThat(refusal.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(refusal.extra().integer("retry_after_ms")).isEqualTo(OptionalLong.of(500));
        time.advance(Duration.ofMillis(499));
        MatrixException almost = refusal(() -> limits.take(RateLimitKind.LOGIN, ADDRESS));
        assertThat(almost.extra().integer("retry_after_ms")).isEqualTo(OptionalLong.of(1));
        time.advance(Duration.ofMillis(1));
        limits.take(RateLimitKind.LOGIN, ADDRESS);
    }

    @Test
    void several_ofWhichNotAllMayBe_areAsManyAsThereAreTokens() {
        takeTimes(1);

        assertThat(limits.takeUpTo(RateLimitKind.LOGIN, ADDRESS, 5)).isEqualTo(2);
        assertThat(limits.takeUpTo(RateLimitKind.LOGIN, ADDRESS, 5)).isZero();
        time.advance(Duration.ofMillis(500));
        assertThat(limits.takeUpTo(RateLimitKind.LOGIN, ADDRESS, 5)).isEqualTo(1);
    }

    @Test
    void bucket_afterALongTime_holdsNoMoreThanTheBurst() {
        takeTimes(3);
        time.advance(Duration.ofHours(5));
        takeTimes(3);

        assertThat(refusal(() -> limits.take(RateLimitKind.LOGIN, ADDRESS))).isNotNull();
    }

    @Test
    void buckets_ofOtherKindsUsersAndAddresses_areTheirOwn() {
        takeTimes(3);

        assertThatCode(
                        () -> {
                            limits.take(RateLimitKind.REGISTER, ADDRESS);
                            limits.take(RateLimitKind.LOGIN, InetAddress.ofLiteral("192.0.2.2"));
                            limits.take(RateLimitKind.LOGIN, TestEdge.ALICE);
                            limits.take(RateLimitKind.LOGIN, "192.0.2.1");
                        })
                .doesNotThrowAnyException();
    }

    @Test
    void addresses_ofOneIpv6Network_countAsOne() {
        for (int i = 1; i <= 3; i++) {
            limits.take(RateLimitKind.LOGIN, InetAddress.ofLiteral("2001:db8:0:1::" + i));
        }

        assertThat(
                        refusal(
                                () ->
                                        limits.take(
                                                RateLimitKind.LOGIN,
                                                InetAddress.ofLiteral("2001:db8:0:1:ffff::1"))))
                .isNotNull();
        limits.take(RateLimitKind.LOGIN, InetAddress.ofLiteral("2001:db8:0:2::1"));
    }

    @Test
    void applicationService_withoutLimits_isNotLimited() {
        Requester bridge = bridge(false);
        Requester limited = bridge(true);
        for (int i = 0; i < 100; i++) {
            limits.take(RateLimitKind.LOGIN, bridge);
        }

        assertThat(
                        refusal(
                                () -> {
                                    for (int i = 0; i < 4; i++) {
                                        limits.take(RateLimitKind.LOGIN, limited);
                                    }
                                }))
                .isNotNull();
    }

    @Test
    void limits_thatAreOff_refuseNothing() {
        RateLimits off = new RateLimits(RateLimitConfig.off(), time);
        for (int i = 0; i < 1000; i++) {
            off.take(RateLimitKind.LOGIN, ADDRESS);
        }

        assertThat(RateLimitConfig.defaults().enabled()).isTrue();
    }

    @Test
    void request_thatIsTooMuch_is429WithTheTimeToWait() {
        TestEdge edge =
                new TestEdge()
                        .config(
                                it ->
                                        it.withRateLimits(
                                                RateLimitConfig.off()
                                                        .with(
                                                                RateLimitKind.LOGIN,
                                                                new RateLimit(0.1, 1))))
                        .config(
                                it ->
                                        it.withRateLimits(
                                                new RateLimitConfig(
                                                        true, it.rateLimits().limits())))
                        .with(
                                Route.post("/login")
                                        .access(Access.PUBLIC)
                                        .limit(RateLimitKind.LOGIN),
                                request -> Response.ok());
        HttpEdge built = edge.build();
        built.handle("POST", "/login", Map.of(), new byte[0]);

        Answer answer = built.handle("POST", "/login", Map.of(), new byte[0]);

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).contains("10");
        assertThat(answer.json().string("errcode")).contains("M_LIMIT_EXCEEDED");
        assertThat(answer.json().integer("retry_after_ms")).isEqualTo(OptionalLong.of(10_000));
    }

    private void takeTimes(int times) {
        for (int i = 0; i < times; i++) {
            limits.take(RateLimitKind.LOGIN, ADDRESS);
        }
    }

    private static Requester bridge(boolean limited) {
        return new Requester(
                TestEdge.ALICE.userId(),
                limited ? 8 : 9,
                Optional.empty(),
                false,
                false,
                false,
                false,
                Optional.of(new AppService("bridge", limited)),
                Optional.empty(),
                Set.of(),
                OptionalLong.empty());
    }

    private static MatrixException refusal(ThrowingCallable call) {
        return catchThrowableOfType(MatrixException.class, call);
    }
}
