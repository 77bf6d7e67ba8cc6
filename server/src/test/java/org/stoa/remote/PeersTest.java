package org.stoa.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoa.protocol.id.ServerName;

final class PeersTest {
    private static boolean allows(Peers peers, String server) {
        return peers.allows(ServerName.parse(server));
    }

    @Test
    void peers_withoutLists_areAll() {
        assertThat(allows(Peers.ALL, "a.org")).isTrue();
    }

    @Test
    void peers_withAnAllowList_areThoseAlone() {
        Peers peers = new Peers(List.of("a.org", "*.b.org"), List.of("bad.b.org"));

        assertThat(allows(peers, "a.org")).isTrue();
        assertThat(allows(peers, "A.org:99")).isTrue();
        assertThat(allows(peers, "x.y.b.org")).isTrue();
        assertThat(allows(peers, "b.org")).isFalse();
        assertThat(allows(peers, "bad.b.org")).isFalse();
        assertThat(allows(peers, "aXorg.org")).isFalse();
        assertThat(allows(peers, "axorg")).isFalse();
    }

    @Test
    void peers_withADenyList_areAllOthers() {
        Peers peers = new Peers(List.of(), List.of("evil?.org", "[2620:fe::fe]"));

        assertThat(allows(peers, "evil1.org:8448")).isFalse();
        assertThat(allows(peers, "[2620:fe::fe]:99")).isFalse();
        assertThat(allows(peers, "evil.org")).isTrue();
    }
}
