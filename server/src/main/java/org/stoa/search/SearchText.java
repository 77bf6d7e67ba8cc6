package org.stoa.search;

import java.util.Optional;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.persist.Relation;
import org.stoa.search.index.TextKind;

/// The text by which an event is found.
///
/// Each event is found by its own text, so that it is seen by whom it may be seen by, and gone when it is redacted. An edit is an
/// event of its own: it is found by the text that it brings. The message that it replaces is still found by the text that it
/// had, and comes with the edit in `m.relations`, as everywhere else.
///
/// Spec: client-server-api#search-categories, "room_events" (v1.19).
final class SearchText {
    private SearchText() {}

    /// Returns the text; empty when the event has none, as after its redaction.
    static Optional<String> of(StoredEvent event) {
        return TextKind.ofEventType(event.type())
                .flatMap(kind -> of(kind, event))
                .filter(text -> !text.isBlank());
    }

    private static Optional<String> of(TextKind kind, StoredEvent event) {
        return switch (kind) {
            case BODY -> event.isState() ? Optional.empty() : body(event.content());
            case NAME -> isOfTheRoom(event) ? event.content().string("name") : Optional.empty();
            case TOPIC -> isOfTheRoom(event) ? topic(event.content()) : Optional.empty();
        };
    }

    private static boolean isOfTheRoom(StoredEvent event) {
        return event.isState() && event.parsed().stateKey().orElse("").isEmpty();
    }

    private static Optional<String> body(JsonObject content) {
        boolean isEdit =
                Relation.of(content)
                        .filter(relation -> relation.kind().equals(Relation.REPLACE))
                        .isPresent();
        Optional<String> newBody =
                content.object("m.new_content").flatMap(replacing -> replacing.string("body"));
        return isEdit && newBody.isPresent() ? newBody : content.string("body");
    }

    /// "content.topic as well as the body of the text/plain representation in content['m.topic']".
    private static Optional<String> topic(JsonObject content) {
        String topic = content.string("topic").orElse("");
        String plain = content.object("m.topic").flatMap(SearchText::plainText).orElse("");
        return Optional.of(topic.equals(plain) ? topic : topic + "\n" + plain);
    }

    private static Optional<String> plainText(JsonObject block) {
        return block.array("m.text").stream()
                .flatMap(texts -> texts.objects().stream())
                .filter(text -> text.string("mimetype").orElse("text/plain").equals("text/plain"))
                .flatMap(text -> text.string("body").stream())
                .findFirst();
    }
}
