package io.firstlight.auth.password;

/**
 * What one hash costs.
 *
 * @param memoryKib memory in KiB, at least 8 per lane
 * @param iterations passes over that memory, at least 1
 * @param lanes parallelism of the algorithm (computed by one thread here), at least 1
 */
public record Argon2Cost(int memoryKib, int iterations, int lanes) {

    /** One pass more than the least of OWASP's password storage cheat sheet at 19 MiB: about 50 ms on one core. */
    public static final Argon2Cost DEFAULT = new Argon2Cost(19_456, 3, 1);

    /** Bounds, so that a damaged stored hash cannot take all memory. */
    private static final int MAX_MEMORY_KIB = 1 << 20;

    private static final int MAX_ITERATIONS = 100;
    private static final int MAX_LANES = 64;

    public Argon2Cost {
        requireWithin("lanes", lanes, 1, MAX_LANES);
        requireWithin("memoryKib", memoryKib, 8 * lanes, MAX_MEMORY_KIB);
        requireWithin("iterations", iterations, 1, MAX_ITERATIONS);
    }

    private static void requireWithin(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + most + " but is " + value);
        }
    }
}
