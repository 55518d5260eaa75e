package io.firstlight.bench.option;

import io.firstlight.bench.measure.CpuMeter;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whose CPU is read. */
public final class ProcessOptions {

    @Option(
            names = "--pid",
            paramLabel = "PID",
            split = ",",
            description = "Process that does the work, with its children: its CPU is what the figures are related to.")
    private List<Long> pids = new ArrayList<>();

    @Option(
            names = "--beside",
            paramLabel = "NAME=PID",
            split = ",",
            description = "Another process whose CPU is reported beside, for example kafka=4711; may be repeated.")
    private Map<String, Long> beside = new LinkedHashMap<>();

    /** The processes that do the work. */
    public List<Long> pids() {
        return List.copyOf(pids);
    }

    /** Reads them. */
    public CpuMeter meter() {
        return new CpuMeter(pids, beside);
    }
}
