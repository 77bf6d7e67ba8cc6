package org.stoa.accounts.password;

/// What one Argon2id hash costs.
///
/// @param memoryKibibytes memory that one hash fills, at least 8 for each lane
/// @param iterations passes over that memory, at least 1
/// @param parallelism lanes, 1 to 16
public record Argon2Cost(int memoryKibibytes, int iterations, int parallelism) {

    /// The smallest cost that OWASP's password storage page recommends: 19 MiB, two passes, one lane.
    public static final Argon2Cost DEFAULT = new Argon2Cost(19_456, 2, 1);

    private static final int MOST_LANES = 16;
    private static final int MOST_ITERATIONS = 100;
    private static final int MOST_MEMORY = 4 * 1024 * 1024;

    public Argon2Cost {
        if (parallelism < 1 || parallelism > MOST_LANES) {
            throw new IllegalArgumentException("parallelism must be 1 to 16, not " + parallelism);
        }
        if (iterations < 1 || iterations > MOST_ITERATIONS) {
            throw new IllegalArgumentException("iterations must be 1 to 100, not " + iterations);
        }
        if (memoryKibibytes < 8 * parallelism || memoryKibibytes > MOST_MEMORY) {
            throw new IllegalArgumentException(
                    "memory must be at least 8 KiB a lane and at most 4 GiB, not "
                            + memoryKibibytes
                            + " KiB");
        }
    }
}
