package org.stoa.platform;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Lets callers that want the same thing at the same time share one go at it: the first does the work, the others wait for
/// what comes of it. Nothing is kept afterwards. Thread-safe.
///
/// @param <K> what is wanted
/// @param <V> what comes of it
public final class Coalescer<K, V> {
    private final Map<K, CompletableFuture<V>> running = new ConcurrentHashMap<>();

    /// Returns what the work returns, done by this caller or by one that came before it and is not finished. Throws what
    /// the work throws.
    public V get(K key, Supplier<V> work) {
        CompletableFuture<V> own = new CompletableFuture<>();
        CompletableFuture<V> first = running.putIfAbsent(key, own);
        if (first != null) {
            return await(first);
        }
        try {
            V result = work.get();
            own.complete(result);
            return result;
        } catch (RuntimeException | Error e) {
            own.completeExceptionally(e);
            throw e;
        } finally {
            running.remove(key, own);
        }
    }

    private V await(CompletableFuture<V> first) {
        try {
            return first.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
