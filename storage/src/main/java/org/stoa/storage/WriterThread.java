package org.stoa.storage;

/// The one thread that writes. Whoever waits for it must not be it.
final class WriterThread extends Thread {
    WriterThread(Runnable work, String name) {
        super(work, name);
        setDaemon(true);
    }

    static void mustNotWait() {
        if (Thread.currentThread() instanceof WriterThread) {
            throw new IllegalStateException(
                    "the writer's thread would wait for itself: no write, no new name and no block"
                            + " of numbers inside a write or its call-backs");
        }
    }
}
