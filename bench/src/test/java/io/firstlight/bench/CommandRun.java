package io.firstlight.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.schemas.json.Json;
import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;

/** What a run of the command line printed, and its exit code. */
record CommandRun(int exitCode, String out, String err) {

    static CommandRun of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = BenchCommand.line().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = line.execute(arguments);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }

    /** The one JSON object that was printed. */
    JsonNode json() throws IOException {
        if (exitCode != 0) {
            throw new AssertionError("exit code " + exitCode + ": " + err + out);
        }
        return Json.mapper().readTree(out);
    }
}
