package io.firstlight.ingest.source.host;

/** The states of a component in SAL, with their numbers (ts_xml, enumeration SummaryState); the host knows two of the five. */
enum SummaryState {
    ENABLED(2),
    OFFLINE(4);

    private final int number;

    SummaryState(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
