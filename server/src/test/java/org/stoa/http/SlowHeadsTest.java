package org.stoa.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.stoa.platform.ManualTime;

/// Which connections are taken for slow, whatever the order in which their threads say what they do.
final class SlowHeadsTest {
    private static final HttpLimits LIMITS = HttpConfig.defaults().limits();
    private static final Duration MORE_THAN_ALLOWED = LIMITS.headTimeout().plusSeconds(1);

    private final ManualTime time = new ManualTime();
    private boolean crowded;
    private final SlowHeads slowHeads = new SlowHeads(LIMITS, () -> crowded, time);
    private final Arriving connection = new Arriving();

    /// A connection that so much has come on.
    private static final class Arriving extends AbstractConnection {
        private long bytes;

        Arriving() {
            super(new ByteArrayEndPoint(), Runnable::run);
        }

        @Override
        public void onFillable() {}

        @Override
        public long getBytesIn() {
            return bytes;
        }

        boolean isOpen() {
            return getEndPoint().isOpen();
        }
    }

    @BeforeEach
    void open() {
        slowHeads.onOpened(connection);
    }

    private void request() {
        connection.bytes += 100;
        slowHeads.begun(connection);
    }

    /// Looks twice: the first time somebody is seen to wait, the second time he has waited too long.
    private void sweep() {
        slowHeads.sweep();
        time.advance(MORE_THAN_ALLOWED);
        slowHeads.sweep();
    }

    @Test
    void firstHead_thatDoesNotCome_endsTheConnection() {
        sweep();

        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void nextHead_thatIsSlow_endsTheConnection() {
        request();
        slowHeads.ended(connection);
        connection.bytes++;

        sweep();

        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void connection_thatIsKept_staysWhileNothingComes() {
        request();
        slowHeads.ended(connection);

        sweep();

        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void connection_thatIsKept_endsWhileThereAreNearlyTooMany() {
        request();
        slowHeads.ended(connection);
        crowded = true;

        sweep();

        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void request_thatIsHandled_goesOnWhileThereAreNearlyTooMany() {
        request();
        crowded = true;

        sweep();

        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void request_thatBeganBeforeTheLastOneEnded_isNotTakenForAHead() {
        request();
        request();
        slowHeads.ended(connection);
        // Its body.
        connection.bytes++;

        sweep();

        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void head_afterRequestsThatOverlapped_isTimed() {
        request();
        request();
        slowHeads.ended(connection);
        slowHeads.ended(connection);
        connection.bytes++;

        sweep();

        assertThat(connection.isOpen()).isFalse();
    }
}
