package io.firstlight.standalone.startup;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it heard, as short sentences. */
final class RecordedProgress implements Progress {

    final List<String> heard = new CopyOnWriteArrayList<>();

    @Override
    public void starting(String step) {
        heard.add("starting " + step);
    }

    @Override
    public void started(String step, Duration took) {
        heard.add("started " + step);
    }

    @Override
    public void failed(String step) {
        heard.add("failed " + step);
    }

    @Override
    public void stopping(String step) {
        heard.add("stopping " + step);
    }

    @Override
    public void stopped(String step, Duration took) {
        heard.add("stopped " + step);
    }

    @Override
    public void leftBehind(String step, String why) {
        heard.add("left behind " + step);
    }
}
