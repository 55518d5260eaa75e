package io.firstlight.bench.option;

import picocli.CommandLine.Option;

/** How the report is printed. */
public final class OutputOptions {

    @Option(names = "--json", description = "Print the report as one JSON object.")
    private boolean json;

    /** Whether as JSON. */
    public boolean json() {
        return json;
    }
}
