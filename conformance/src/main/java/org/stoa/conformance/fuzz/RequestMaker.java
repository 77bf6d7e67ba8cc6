package org.stoa.conformance.fuzz;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.fuzz.FuzzedOperation.Parameter;

/// Makes requests for operations, from nearly right to nonsense.
final class RequestMaker {
    /// Of a thousand values, how many are wrong: in most requests few, so that something comes after the first check.
    private static final int[] WRONG = {0, 30, 30, 100, 300};

    private static final int LONGEST_POLL = 200;

    private final Map<String, Json> named;
    private final Pool pool;
    private final Random random;

    RequestMaker(Map<String, Json> named, Pool pool, Random random) {
        this.named = named;
        this.pool = pool;
        this.random = random;
    }

    FuzzRequest make(FuzzedOperation operation, String token) {
        Values values = new Values(named, pool, random, WRONG[random.nextInt(WRONG.length)]);
        Map<String, String> headers = new HashMap<>();
        authorise(headers, token);
        byte[] body = operation.body().map(shape -> body(values, shape)).orElseGet(this::noBody);
        if (body.length > 0 && random.nextInt(4) > 0) {
            headers.put("Content-Type", contentType());
        }
        String method = random.nextInt(200) == 0 ? otherMethod() : operation.method();
        return new FuzzRequest(method, target(operation, values), headers, body);
    }

    private void authorise(Map<String, String> headers, String token) {
        switch (random.nextInt(30)) {
            case 0 -> {}
            case 1 -> headers.put("Authorization", "Bearer " + asHeader(Nasty.text(random)));
            case 2 -> headers.put("Authorization", "Basic YTpi");
            default -> headers.put("Authorization", "Bearer " + token);
        }
    }

    private static String asHeader(String text) {
        return text.replaceAll("[^ -~]", "").strip();
    }

    private String contentType() {
        return switch (random.nextInt(12)) {
            case 0 -> "text/plain";
            case 1 -> "application/json; charset=utf-16";
            case 2 -> "application/x-www-form-urlencoded";
            default -> "application/json";
        };
    }

    private String otherMethod() {
        return List.of("PATCH", "OPTIONS", "PUT", "POST", "DELETE", "GET").get(random.nextInt(6));
    }

    private byte[] noBody() {
        return random.nextInt(20) == 0 ? bytes(Nasty.fragment(random)) : new byte[0];
    }

    private byte[] body(Values values, Json shape) {
        return switch (random.nextInt(40)) {
            case 0 -> new byte[0];
            case 1 -> bytes(Nasty.fragment(random));
            case 2 -> garbage();
            case 3 -> bytes("{\"padding\":\"" + "z".repeat(1 << (15 + random.nextInt(5))) + "\"}");
            case 4 -> cutOff(bytes(values.json("", shape)));
            default -> bytes(values.json("", shape));
        };
    }

    private byte[] garbage() {
        byte[] garbage = new byte[random.nextInt(300)];
        random.nextBytes(garbage);
        return garbage;
    }

    private byte[] cutOff(byte[] whole) {
        return Arrays.copyOf(whole, whole.length == 0 ? 0 : random.nextInt(whole.length));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String target(FuzzedOperation operation, Values values) {
        String path = operation.path();
        List<String> query = new ArrayList<>();
        for (Parameter parameter : operation.parameters()) {
            if (parameter.inPath()) {
                String value = encode(values.plain(parameter.name(), parameter.shape()));
                path = path.replace("{" + parameter.name() + "}", value);
            } else if (!parameter.name().equals("timeout") && random.nextInt(3) > 0) {
                String value = values.plain(parameter.name(), parameter.shape());
                query.add(encode(parameter.name()) + "=" + encode(value));
            }
        }
        timeout(operation).ifPresent(query::add);
        if (random.nextInt(50) == 0) {
            query.add(encode(Nasty.text(random)) + "=" + encode(Nasty.text(random)));
        }
        return query.isEmpty() ? path : path + "?" + String.join("&", query);
    }

    /// A client may wait as long as it likes, so a fuzzer says how long.
    private Optional<String> timeout(FuzzedOperation operation) {
        if (!operation.isLongPoll()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (random.nextInt(10)) {
                    case 0 -> "timeout=-" + random.nextLong(1L << 40);
                    case 1 -> "timeout=soon";
                    default -> "timeout=" + random.nextInt(LONGEST_POLL);
                });
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
