package org.stoa.protocol.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stoa.protocol.SpecVectors;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonNumber;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;
import org.stoa.protocol.version.RoomVersion;

/// The vectors of the specification, and `signed-events.tsv`: events of every type with a redaction rule in every room
/// version, hashed and signed by another implementation with the key of the specification. Its columns are room version,
/// event, event id and reference hash.
class SigningVectorsTest {

    private static final ServerName DOMAIN = ServerName.parse("domain");
    private static final SigningKey KEY = key();

    @ParameterizedTest
    @MethodSource("jsonVectors")
    void sign_ofTheVectors_isAsTheSpecificationSays(SpecVectors.Vector vector) {
        JsonObject given = Json.parseObject(vector.given());

        JsonObject signed = SignedJson.sign(given, DOMAIN, KEY);

        assertThat(signed).isEqualTo(Json.parse(vector.expected()));
        assertThat(SignedJson.verify(signed, DOMAIN, KEY.verifyKey())).isTrue();
    }

    static List<SpecVectors.Vector> jsonVectors() {
        return SpecVectors.of("signed-json");
    }

    @ParameterizedTest
    @MethodSource("eventVectors")
    void hashAndSign_ofTheVectors_isAsTheSpecificationSays(SpecVectors.Vector vector) {
        JsonObject given = Json.parseObject(vector.given());
        RoomRules rules = RoomVersion.V1.rules();

        JsonObject signed = EventSigner.hashAndSign(given, DOMAIN, KEY, rules);

        assertThat(signed).isEqualTo(Json.parse(vector.expected()));
        assertThat(EventSigner.verify(signed, DOMAIN, KEY.verifyKey(), rules)).isTrue();
        assertThat(EventHasher.hasValidContentHash(signed, rules)).isTrue();
    }

    static List<SpecVectors.Vector> eventVectors() {
        return SpecVectors.of("signed-event");
    }

    /// One line of `signed-events.tsv`.
    record SignedEvent(
            RoomVersion version, JsonObject event, String eventId, String referenceHash) {

        RoomRules rules() {
            return version.rules();
        }

        @Override
        public String toString() {
            return version + " " + event.string("type").orElse("");
        }
    }

    static List<SignedEvent> signedEvents() {
        try (InputStream in =
                Objects.requireNonNull(
                        SigningVectorsTest.class.getResourceAsStream("signed-events.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t", -1))
                    .map(
                            columns ->
                                    new SignedEvent(
                                            RoomVersion.of(columns[0]).orElseThrow(),
                                            Json.parseObject(columns[1]),
                                            columns[2],
                                            columns[3]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void signedEvents_areOfEveryVersion() {
        assertThat(signedEvents()).extracting(SignedEvent::version).contains(RoomVersion.values());
    }

    @ParameterizedTest
    @MethodSource("signedEvents")
    void hashAndSign_ofAnEventInEachVersion_isAsAnotherImplementationDid(SignedEvent vector) {
        JsonObject bare = vector.event().without("hashes").without("signatures");

        JsonObject signed = EventSigner.hashAndSign(bare, DOMAIN, KEY, vector.rules());

        assertThat(signed).isEqualTo(vector.event());
    }

    @ParameterizedTest
    @MethodSource("signedEvents")
    void referenceHash_ofAnEventInEachVersion_isAsAnotherImplementationFound(SignedEvent vector) {
        assertThat(UnpaddedBase64.encode(EventHasher.referenceHash(vector.event(), vector.rules())))
                .isEqualTo(vector.referenceHash());
        assertThat(Event.parse(vector.event(), vector.rules()).eventId())
                .hasToString(vector.eventId());
    }

    @ParameterizedTest
    @MethodSource("signedEvents")
    void redaction_ofAnEventInEachVersion_keepsIdAndSignature(SignedEvent vector) {
        Event event = Event.parse(vector.event(), vector.rules());

        JsonObject redacted = Redactor.redact(event.json(), vector.rules());

        assertThat(Event.parse(redacted, vector.rules())).isEqualTo(event);
        assertThat(EventSigner.verify(redacted, DOMAIN, KEY.verifyKey(), vector.rules())).isTrue();
        assertThat(Redactor.redact(redacted, vector.rules())).isEqualTo(redacted);
        assertThat(EventHasher.hasValidContentHash(redacted, vector.rules())).isFalse();
    }

    @ParameterizedTest
    @MethodSource("signedEvents")
    void change_ofWhatARedactionKeeps_breaksTheSignature(SignedEvent vector) {
        JsonObject changed = vector.event().with("depth", JsonNumber.of(8));

        assertThat(EventSigner.verify(changed, DOMAIN, KEY.verifyKey(), vector.rules())).isFalse();
    }

    @ParameterizedTest
    @MethodSource("signedEvents")
    void change_ofWhatARedactionDrops_breaksTheContentHashOnly(SignedEvent vector) {
        JsonObject changed = vector.event().with("custom", JsonNumber.of(8));

        assertThat(EventSigner.verify(changed, DOMAIN, KEY.verifyKey(), vector.rules())).isTrue();
        assertThat(EventHasher.hasValidContentHash(changed, vector.rules())).isFalse();
        assertThat(EventHasher.hasValidContentHash(vector.event(), vector.rules())).isTrue();
    }

    private static SigningKey key() {
        String seed = SpecVectors.of("seed").getFirst().given();
        return SigningKey.of("1", UnpaddedBase64.tryDecode(seed).orElseThrow());
    }
}
