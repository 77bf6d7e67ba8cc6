package org.stoa.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.storage.EventBytesCodec.Packed;
import org.stoa.storage.rows.EventJsonRow;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;

class EventBytesCodecTest {
    private static byte[] client(int number) {
        return """
        "content":{"body":"message %d of the %d","msgtype":"m.text"},"type":"m.room.message","sender":"@user%d:example.org","origin_server_ts":17000%08d\
        """
                .formatted(number, number % 97, number % 13, number)
                .getBytes(UTF_8);
    }

    private static byte[] federation(int number) {
        return """
        "auth_events":["$%064x","$%064x"],"prev_events":["$%064x"],"depth":%d,"hashes":{"sha256":"%043x"},"room_id":"!r:example.org"\
        """
                .formatted(number, number % 7, number - 1, number, number * 31)
                .getBytes(UTF_8);
    }

    @EachEngine
    void pack_withoutDictionary_keepsShortEventsPlain(TestDatabase test) {
        EventBytesCodec codec = test.open().eventBytes();

        Packed packed = codec.pack(client(1), federation(1));

        assertThat(packed.dictionary()).isEqualTo(EventBytesCodec.PLAIN);
        assertThat(packed.client()).isEqualTo(client(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 16_383, 16_384, 65_536})
    void unpack_ofPacked_isTheText(int length) {
        byte[] text = "ab".repeat(length).substring(0, length).getBytes(UTF_8);

        assertThat(ZstdDictionary.NONE.unpack(ZstdDictionary.NONE.pack(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u007f", "\u0005abc"})
    void unpack_ofDamaged_saysSo(String bytes) {
        assertThatThrownBy(() -> ZstdDictionary.NONE.unpack(bytes.getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        StorageException.class,
                        e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.CORRUPT));
    }

    @EachEngine
    void train_withManyEvents_packsSmallerAndOldOnesStay(TestDatabase test) {
        Database database = test.open();
        EventBytesCodec codec = database.eventBytes();
        assertThat(codec.trainIfDue()).isFalse();
        for (int start = 1; start <= 10_000; start += 1_000) {
            Write.Builder write = Write.builder();
            for (int i = start; i < start + 1_000; i++) {
                write.add(new EventJsonRow(i, EventBytesCodec.PLAIN, client(i), federation(i)));
            }
            database.commits().submit(Lane.ONLY, write.build()).await().orThrow();
        }

        assertThat(codec.trainIfDue()).isTrue();

        assertThat(codec.trainIfDue()).isFalse();
        Packed packed = codec.pack(client(7), federation(7));
        assertThat(packed.dictionary()).isEqualTo(2);
        assertThat(packed.client().length).isLessThan(client(7).length / 2);
        assertThat(codec.unpack(packed.dictionary(), packed.client())).isEqualTo(client(7));
        assertThat(codec.unpack(EventBytesCodec.PLAIN, client(7))).isEqualTo(client(7));
        EventBytesCodec other = new EventBytesCodec(database);
        assertThat(other.unpack(2, packed.federation())).isEqualTo(federation(7));
    }
}
