package org.stoa.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class MixedClientsTest {
    @Test
    void bodies_besideBrokenRequestsOfOthers_areReadAsTheyWereSent() throws InterruptedException {
        MixedClients.Outcome outcome = MixedClients.run(Duration.ofSeconds(2), 3, 20);

        assertThat(outcome.wrong()).isEmpty();
        assertThat(outcome.right()).isPositive();
        assertThat(outcome.odd()).isPositive();
    }
}
