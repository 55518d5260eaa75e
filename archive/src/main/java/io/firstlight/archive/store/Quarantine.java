package io.firstlight.archive.store;

import java.util.List;

/** Where records go that cannot be stored. */
@FunctionalInterface
public interface Quarantine {

    /**
     * Keeps the records for the operator; when it returns they are safe. The same record may come again after a failed transaction.
     *
     * @throws QuarantineUnavailable if they could not be kept now; trying again later may help
     */
    void keep(List<Refused> records) throws QuarantineUnavailable, InterruptedException;
}
