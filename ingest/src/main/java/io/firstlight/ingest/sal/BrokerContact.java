package io.firstlight.ingest.sal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether SAL's brokers answer: each failure is counted, the change is logged. Owned by the feed's thread. */
final class BrokerContact {

    private static final Logger log = LoggerFactory.getLogger(BrokerContact.class);

    private final SalMeters meters;
    private boolean lost;

    BrokerContact(SalMeters meters) {
        this.meters = meters;
    }

    void failed(Throwable failure) {
        meters.brokerFailed();
        if (!lost) {
            log.warn("SAL's brokers do not answer; it is tried again: {}", failure.toString());
        }
        lost = true;
    }

    void answered() {
        if (lost) {
            log.info("SAL's brokers answer again");
        }
        lost = false;
    }

    boolean isLost() {
        return lost;
    }
}
