package io.firstlight.bench.live;

import java.util.Arrays;

/** Numbers in the order in which they came: a list of int that does not box, as each of many clients has tens of thousands. Not thread-safe. */
final class Numbers {

    private int[] numbers = new int[256];
    private int size;

    void add(int number) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * size);
        }
        numbers[size++] = number;
    }

    int get(int index) {
        return numbers[index];
    }

    int size() {
        return size;
    }
}
