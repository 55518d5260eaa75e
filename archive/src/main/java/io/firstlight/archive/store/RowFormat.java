package io.firstlight.archive.store;

/** How arrivals become rows of one table. */
interface RowFormat<A extends Arrival> {

    /** The {@code COPY} statement that takes the rows. */
    String copyCommand();

    /**
     * Appends the rows of one arrival.
     *
     * @param row number of rows that this transaction has already added to the table
     * @return how many rows were appended
     */
    int append(A arrival, int row, CopyText out);
}
