package org.stoa.sync.online;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SentMembersTest {
    private final SentMembers members = new SentMembers();

    @Test
    void has_whenTheDeviceCameBackWithTheToken_isTrue() {
        members.begin(10);
        members.sending(1, 100);

        members.continuedFrom(10);

        assertThat(members.has(1, 100)).isTrue();
        assertThat(members.has(2, 100)).isFalse();
    }

    @Test
    void has_whenTheAnswerWasLost_isFalse() {
        members.begin(10);
        members.sending(1, 100);

        members.continuedFrom(5);
        members.begin(11);

        assertThat(members.has(1, 100)).isFalse();
    }

    @Test
    void has_whenTheDeviceBeginsAnew_isFalse() {
        members.begin(10);
        members.sending(1, 100);
        members.continuedFrom(10);

        members.continuedFrom(0);

        assertThat(members.has(1, 100)).isFalse();
    }
}
