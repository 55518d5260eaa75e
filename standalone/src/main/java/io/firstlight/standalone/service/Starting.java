package io.firstlight.standalone.service;

/** Starts what has a start and a close of its own. */
public final class Starting {

    private Starting() {}

    /** A start that may fail. */
    @FunctionalInterface
    public interface Start<T> {
        void of(T service) throws Exception;
    }

    /** Starts the service and returns it; closes it if that fails. */
    public static <T extends AutoCloseable> T orClosed(T service, Start<T> start) throws Exception {
        try {
            start.of(service);
            return service;
        } catch (Exception e) {
            try {
                service.close();
            } catch (Exception closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }
}
