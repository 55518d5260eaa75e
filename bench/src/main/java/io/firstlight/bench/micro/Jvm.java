package io.firstlight.bench.micro;

/** Options of the forked JVM, the same for every benchmark and independent of how the command itself was started. */
public final class Jvm {

    public static final String LEAST_HEAP = "-Xms512m";
    public static final String MOST_HEAP = "-Xmx512m";
    public static final String COLLECTOR = "-XX:+UseG1GC";

    private Jvm() {}
}
