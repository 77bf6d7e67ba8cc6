package org.stoa.platform;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/// Does the same with many things, some at once, and waits for all. The places are shared by all who use it; who finds none
/// does it himself. Thread-safe.
public final class Parallel implements AutoCloseable {
    private final Workers workers;

    /// Makes the places.
    ///
    /// @param name what their threads are called
    /// @param atOnce how many there are
    public Parallel(String name, int atOnce) {
        this.workers = new Workers(name, atOnce, 0);
    }

    /// Does the same with parts of many things that are quick to do, so that several processors have something of it; returns what
    /// comes of each, in the order of the things.
    ///
    /// @param each how many things make it worth a thread
    public <T, R> List<R> mapParts(List<T> things, int each, Function<T, R> work) {
        if (things.size() <= each) {
            return things.stream().map(work).toList();
        }
        List<List<T>> parts = new ArrayList<>();
        for (int from = 0; from < things.size(); from += each) {
            parts.add(things.subList(from, Math.min(from + each, things.size())));
        }
        return map(parts, part -> part.stream().map(work).toList()).stream()
                .flatMap(List::stream)
                .toList();
    }

    /// Returns what comes of each, in the order of the things. What one throws comes out here, when all are done.
    public <T, R> List<R> map(Collection<T> things, Function<T, R> work) {
        List<Attempt<T, R>> attempts = new ArrayList<>();
        things.forEach(thing -> attempts.add(new Attempt<>(thing, work)));
        for (int i = 0; i < attempts.size(); i++) {
            Attempt<T, R> attempt = attempts.get(i);
            // The last one would only have this thread wait for another.
            if (i == attempts.size() - 1 || !workers.tryRun(attempt)) {
                attempt.run();
            }
        }
        List<R> results = new ArrayList<>();
        attempts.forEach(attempt -> results.add(attempt.await()));
        return results;
    }

    @Override
    public void close() {
        workers.close();
    }

    /// The work with one thing.
    private static final class Attempt<T, R> implements Runnable {
        private final T thing;
        private final Function<T, R> work;
        private final CountDownLatch done = new CountDownLatch(1);
        private final List<R> result = new ArrayList<>(1);
        private final List<RuntimeException> failure = new ArrayList<>(1);

        Attempt(T thing, Function<T, R> work) {
            this.thing = thing;
            this.work = work;
        }

        @Override
        public void run() {
            try {
                result.add(work.apply(thing));
            } catch (RuntimeException e) {
                failure.add(e);
            } finally {
                done.countDown();
            }
        }

        R await() {
            boolean isInterrupted = false;
            while (true) {
                try {
                    done.await();
                    break;
                } catch (InterruptedException e) {
                    // What was begun ends by its own limits; nobody may take it for done before.
                    isInterrupted = true;
                }
            }
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
            if (!failure.isEmpty()) {
                throw failure.getFirst();
            }
            return result.getFirst();
        }
    }
}
