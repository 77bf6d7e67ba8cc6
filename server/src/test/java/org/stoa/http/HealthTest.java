package org.stoa.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.stoa.http.auth.Authenticator;
import org.stoa.http.auth.ServerLookup;
import org.stoa.http.auth.TokenResult;
import org.stoa.platform.Platform;
import org.stoa.platform.TestPlatform;

final class HealthTest {
    private final Platform platform = TestPlatform.create();
    private Optional<String> problem = Optional.empty();

    @Test
    void health_whenAllIsWell_isOk() {
        Answer answer = ask();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("{\"status\":\"ok\"}");
    }

    @Test
    void health_whenSomethingIsWrong_saysWhat() {
        problem = Optional.of("database: disk full");

        Answer answer = ask();

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text())
                .isEqualTo("{\"status\":\"unfit\",\"problems\":[\"database: disk full\"]}");
    }

    @Test
    void health_whenTheProcessEnds_isUnfit() {
        platform.shutdown().begin();

        assertThat(ask().status()).isEqualTo(503);
    }

    private Answer ask() {
        HttpConfig config = HttpConfig.defaults();
        HttpEdge edge =
                new HttpEdge(
                        config,
                        List.of(new Health(List.of(() -> problem), platform.shutdown())),
                        new Authenticator(
                                (token, request) -> new TokenResult.Unknown(), ServerLookup.NOBODY),
                        new RateLimits(config.rateLimits(), platform.time()),
                        Activity.UNNOTICED,
                        platform);
        return edge.handle("GET", "/health", Map.of(), new byte[0]);
    }
}
