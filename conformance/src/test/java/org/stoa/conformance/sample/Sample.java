package org.stoa.conformance.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Homeserver;

/// Tests that end in every way; not a test of its own.
@Section("page#anchor")
final class Sample {
    @Test
    void passes(Homeserver homeserver) {
        assertThat(homeserver.unique("x")).startsWith("x-");
    }

    @Test
    void fails() {
        assertThat("as it is").isEqualTo("as it should");
    }

    @Test
    void breaks() {
        assertThat(Integer.parseInt("unexpected")).isZero();
    }

    @Test
    void isSkipped() {
        assumeTrue(false, "not here");
    }

    @Test
    @Disabled("never")
    void isDisabled() {
        assertThat("it ran").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void hasCases(String name) {
        assertThat(name).isEqualTo("a");
    }
}
