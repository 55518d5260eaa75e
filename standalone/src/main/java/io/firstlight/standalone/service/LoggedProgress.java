package io.firstlight.standalone.service;

import io.firstlight.standalone.startup.Progress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;

/** For services that log to the terminal: the stack logs its steps already, so only what is left behind is worth another word. */
public final class LoggedProgress implements Progress {

    private static final Logger log = LoggerFactory.getLogger(LoggedProgress.class);

    @Override
    public void starting(String step) {
        log.debug("starting {}", step);
    }

    @Override
    public void started(String step, Duration took) {
        log.debug("{} has started", step);
    }

    @Override
    public void failed(String step) {
        log.debug("{} has failed", step);
    }

    @Override
    public void stopping(String step) {
        log.debug("stopping {}", step);
    }

    @Override
    public void stopped(String step, Duration took) {
        log.debug("{} has stopped", step);
    }

    @Override
    public void leftBehind(String step, String why) {
        log.warn("{} is left behind: {}", step, why);
    }
}
