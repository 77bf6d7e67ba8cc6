package org.stoa.http;

/// Whether bytes of a request or its answer are under way. Only then does it count when a connection lies idle: while an
/// endpoint thinks or waits it has to.
final class Transfer {
    private volatile boolean running;

    void begin() {
        running = true;
    }

    void end() {
        running = false;
    }

    boolean isRunning() {
        return running;
    }
}
