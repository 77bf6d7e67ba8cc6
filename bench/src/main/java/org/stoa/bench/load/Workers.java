package org.stoa.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Runs tasks on virtual threads, all at once; the first that fails stops the others.
public final class Workers {
    private Workers() {}

    /// What one worker does.
    @FunctionalInterface
    public interface Task<T> {
        T run(int worker) throws IOException, InterruptedException;
    }

    /// What one worker does for its effect.
    @FunctionalInterface
    public interface Action {
        void run(int worker) throws IOException, InterruptedException;
    }

    /// Runs the action for workers 0 to `count` - 1.
    public static void each(int count, Action action) throws IOException, InterruptedException {
        List<Boolean> unused =
                all(
                        count,
                        worker -> {
                            action.run(worker);
                            return true;
                        });
        if (unused.size() != count) {
            throw new IllegalStateException("expected " + count + " workers");
        }
    }

    /// The results of workers 0 to `count` - 1, in that order.
    public static <T> List<T> all(int count, Task<T> task)
            throws IOException, InterruptedException {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            ExecutorCompletionService<T> completion = new ExecutorCompletionService<>(executor);
            List<Future<T>> futures = new ArrayList<>(count);
            for (int worker = 0; worker < count; worker++) {
                int number = worker;
                Callable<T> call = () -> task.run(number);
                futures.add(completion.submit(call));
            }
            try {
                for (int done = 0; done < count; done++) {
                    completion.take().get();
                }
                List<T> results = new ArrayList<>(count);
                for (Future<T> future : futures) {
                    results.add(future.resultNow());
                }
                return results;
            } catch (ExecutionException failed) {
                executor.shutdownNow();
                throw asThrown(failed.getCause() == null ? failed : failed.getCause());
            } catch (InterruptedException stopped) {
                executor.shutdownNow();
                throw stopped;
            }
        }
    }

    private static IOException asThrown(Throwable cause) throws InterruptedException {
        return switch (cause) {
            case IOException io -> io;
            case InterruptedException stopped -> throw stopped;
            case RuntimeException runtime -> throw runtime;
            case Error error -> throw error;
            default -> new IOException(cause);
        };
    }
}
