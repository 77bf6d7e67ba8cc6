package org.stoa.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RemotePathTest {
    @Test
    void path_always_isEncoded() {
        RemotePath path =
                RemotePath.of("/x/{}/y/{}", "!r/%:a.org", "ä b+c")
                        .with("via", "a&b=c")
                        .withAll("ver", List.of("1", "2"));

        assertThat(path.text())
                .isEqualTo("/x/%21r%2F%25%3Aa.org/y/%C3%A4%20b%2Bc?via=a%26b%3Dc&ver=1&ver=2");
    }

    @Test
    void path_withTooFewValues_isAMistake() {
        assertThatThrownBy(() -> RemotePath.of("/x/{}/{}", "a"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
