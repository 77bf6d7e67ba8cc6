package org.stoa.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request that never was on a wire.
@SuppressWarnings("ArrayRecordComponent") // never compared
record MemoryIncoming(
        String method,
        String rawPath,
        @Nullable String rawQuery,
        Map<String, String> headers,
        byte[] bytes,
        InetAddress peer)
        implements Incoming {

    static MemoryIncoming of(
            String method, String rawTarget, Map<String, String> headers, byte[] body) {
        int question = rawTarget.indexOf('?');
        return new MemoryIncoming(
                method,
                question < 0 ? rawTarget : rawTarget.substring(0, question),
                question < 0 ? null : rawTarget.substring(question + 1),
                headers,
                body,
                InetAddress.getLoopbackAddress());
    }

    @Override
    public List<String> headers(String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    @Override
    public long contentLength() {
        return bytes.length;
    }

    @Override
    public InputStream body() {
        return new ByteArrayInputStream(bytes);
    }
}
