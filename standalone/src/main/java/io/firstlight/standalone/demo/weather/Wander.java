package io.firstlight.standalone.demo.weather;

import java.util.random.RandomGenerator;

/**
 * A value that wanders at random around its mean and is drawn back to it: an Ornstein-Uhlenbeck process, stepped exactly, so that the steps'
 * length does not matter. Owned by one caller at a time.
 */
final class Wander {

    private final RandomGenerator random;
    private final double mean;
    private final double deviation;
    private final double memorySeconds;
    private double value;

    /**
     * A value at its mean.
     *
     * @param deviation its standard deviation in the long run
     * @param memorySeconds after that time a difference from the mean has shrunk to 1/e
     */
    Wander(RandomGenerator random, double mean, double deviation, double memorySeconds) {
        this.random = random;
        this.mean = mean;
        this.deviation = deviation;
        this.memorySeconds = memorySeconds;
        this.value = mean;
    }

    double step(double seconds) {
        double kept = Math.exp(-seconds / memorySeconds);
        value = mean + (value - mean) * kept + deviation * Math.sqrt(1 - kept * kept) * random.nextGaussian();
        return value;
    }

    double value() {
        return value;
    }
}
