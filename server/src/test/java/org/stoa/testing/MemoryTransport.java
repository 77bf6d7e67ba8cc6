package org.stoa.testing;

import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.stoa.http.Answer.Header;
import org.stoa.http.HttpEdge;

/// Requests that go through the router of a server in the same process, without a port.
record MemoryTransport(Supplier<HttpEdge> edge) implements Transport {
    @Override
    public Answer exchange(String method, String target, Map<String, String> headers, byte[] body) {
        org.stoa.http.Answer answer = edge.get().handle(method, target, headers, body);
        Map<String, String> fields =
                answer.headers().stream()
                        .collect(
                                Collectors.toMap(
                                        Header::name, Header::value, (first, second) -> first));
        return new Answer(answer.status(), fields, answer.body());
    }
}
