package io.firstlight.standalone.demo.sal;

import java.util.List;

/** Events and commands that every component has (ts_xml, SALGenerics). */
final class Generics {

    static final SalTopic SUMMARY_STATE = SalTopic.of(
            "summaryState",
            Field.of("summaryState", FieldType.INT, "1 disabled, 2 enabled, 3 fault, 4 offline, 5 standby"));
    static final SalTopic ERROR_CODE = SalTopic.of(
            "errorCode",
            Field.of("errorCode", FieldType.INT, "What went wrong; 0 for nothing"),
            Field.of("errorReport", FieldType.STRING, "The same in words"),
            Field.of("traceback", FieldType.STRING, "Always empty here"));
    static final SalTopic LOG_MESSAGE = SalTopic.of(
            "logMessage",
            Field.of("name", FieldType.STRING, "Name of the logger"),
            Field.of("level", FieldType.INT, "10 debug, 20 info, 30 warning, 40 error"),
            Field.of("message", FieldType.STRING, "The message"),
            Field.of("traceback", FieldType.STRING, "Always empty here"),
            Field.of("filePath", FieldType.STRING, "Always empty here"),
            Field.of("functionName", FieldType.STRING, "Always empty here"),
            Field.of("lineNumber", FieldType.INT, "Always 0 here"),
            Field.of("process", FieldType.INT, "Number of the process"),
            Field.of("timestamp", FieldType.DOUBLE, "second", "When it was logged, TAI unix seconds"));
    static final SalTopic LOG_LEVEL = SalTopic.of(
            "logLevel",
            Field.of("level", FieldType.INT, "Lowest level that is sent"),
            Field.of("subsystem", FieldType.STRING, "Always empty here"));
    static final SalTopic SOFTWARE_VERSIONS = SalTopic.of(
            "softwareVersions",
            Field.of("salVersion", FieldType.STRING, "Version of SAL; the demo has none"),
            Field.of("xmlVersion", FieldType.STRING, "Version of the component descriptions; the demo's are its own"),
            Field.of("openSpliceVersion", FieldType.STRING, "Always empty here"),
            Field.of("cscVersion", FieldType.STRING, "Version of the component"),
            Field.of("subsystemVersions", FieldType.STRING, "Always empty here"));
    static final SalTopic SIMULATION_MODE =
            SalTopic.of("simulationMode", Field.of("mode", FieldType.INT, "0 is the real thing; always 1 here"));

    static final List<SalTopic> EVENTS =
            List.of(SUMMARY_STATE, ERROR_CODE, LOG_MESSAGE, LOG_LEVEL, SOFTWARE_VERSIONS, SIMULATION_MODE);

    static final List<SalTopic> COMMANDS = List.of(
            SalTopic.of("enterControl"),
            SalTopic.of(
                    "start",
                    Field.of("configurationOverride", FieldType.STRING, "A configuration; the demo has one only")),
            SalTopic.of("enable"),
            SalTopic.of("disable"),
            SalTopic.of("standby"),
            SalTopic.of("exitControl"),
            SalTopic.of(
                    "setLogLevel",
                    Field.of("level", FieldType.INT, "Lowest level to send").needed(),
                    Field.of("subsystem", FieldType.STRING, "Not used here")));

    private Generics() {}
}
