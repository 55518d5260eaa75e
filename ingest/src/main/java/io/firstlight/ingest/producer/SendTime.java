package io.firstlight.ingest.producer;

/** The time of sending as messages hold it. Stateless. */
public final class SendTime {

    private SendTime() {}

    /** Unix milliseconds as seconds with three decimals, without a formatter: once per message. */
    public static String unixSeconds(long epochMs) {
        StringBuilder text = new StringBuilder(16).append(epochMs / 1000).append('.');
        long ms = epochMs % 1000;
        return text.append((char) ('0' + ms / 100))
                .append((char) ('0' + ms / 10 % 10))
                .append((char) ('0' + ms % 10))
                .toString();
    }
}
