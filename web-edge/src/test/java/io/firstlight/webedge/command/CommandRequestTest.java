package io.firstlight.webedge.command;

import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

class CommandRequestTest {

    private static CommandRequest.Reading read(String body) {
        return CommandRequest.read(body.getBytes(StandardCharsets.UTF_8));
    }

    private static CommandRequest legal(String body) {
        return switch (read(body)) {
            case CommandRequest.Reading.Legal legal -> legal.command();
            case CommandRequest.Reading.Illegal illegal -> throw new AssertionError(illegal.ack());
        };
    }

    private static String sent(String body) {
        return new String(legal(body).withIdentity("bob@there"), StandardCharsets.UTF_8);
    }

    @Test
    void passesTheBodyOnToTheByteWithTheServersIdentity() {
        assertThat(
                        sent(
                                "{\"cmd\":\"cmd_setScalars\",\"params\":{\"a\":1.0, \"b\": 1e2,\"c\":\"\u00e9\"},\"csc\":\"Test\",\"salindex\":1}"))
                .isEqualTo(
                        "{\"cmd\": \"cmd_setScalars\", \"params\": {\"a\":1.0, \"b\": 1e2,\"c\":\"\u00e9\"}, \"csc\": \"Test\","
                                + " \"salindex\": 1, \"identity\": \"bob@there\"}");
    }

    @Test
    void overwritesAnIdentityThatTheClientMadeUp() {
        assertThat(
                        sent(
                                "{\"identity\": \"admin@x\", \"csc\": \"T\", \"salindex\": 0, \"cmd\": \"c\", \"identity\": 1}"))
                .isEqualTo("{\"csc\": \"T\", \"salindex\": 0, \"cmd\": \"c\", \"identity\": \"bob@there\"}");
    }

    @Test
    void sendsWhatItCheckedWhenAKeyStandsThereTwice() {
        String body = "{\"csc\": \"Harmless\", \"salindex\": 0, \"cmd\": \"c\", \"csc\": \"Mount\"}";

        assertThat(legal(body).address()).isEqualTo(Address.of(Category.COMMAND, "Mount", 0, "c"));
        assertThat(sent(body)).doesNotContain("Harmless");
    }

    @Test
    void takesAnIndexThatIsText() {
        assertThat(legal("{\"csc\": \"T\", \"salindex\": \"301\", \"cmd\": \"c\"}")
                        .address())
                .isEqualTo(Address.of(Category.COMMAND, "T", 301, "c"));
    }

    @Test
    void leavesParametersToTheCommander() {
        assertThat(new String(
                        legal("{\"csc\": \"T\", \"salindex\": 0, \"cmd\": \"c\"}")
                                .params(),
                        StandardCharsets.UTF_8))
                .isEqualTo("null");
        assertThat(new String(
                        legal("{\"csc\": \"T\", \"salindex\": 0, \"cmd\": \"c\", \"params\": [1, {}]}")
                                .params(),
                        StandardCharsets.UTF_8))
                .isEqualTo("[1, {}]");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                                           | not one JSON object
            x                                                            | not one JSON object
            []                                                           | not one JSON object
            {"csc": "T", "salindex": 1                                   | not one JSON object
            {"csc": "T", "salindex": 1, "cmd": "c", "params": {"a": NaN}} | not one JSON object
            {"csc": "T", "salindex": 1, "cmd": "c"} {}                   | text after
            {}                                                           | csc is missing
            {"csc": "T", "salindex": 1}                                  | cmd is missing
            {"csc": "T", "cmd": "c"}                                     | salindex is missing
            {"csc": 1, "salindex": 1, "cmd": "c"}                        | csc is not a text
            {"csc": "a b", "salindex": 1, "cmd": "c"}                    | csc is not a name
            {"csc": "all", "salindex": 1, "cmd": "c"}                    | csc is not a name
            {"csc": "T", "salindex": 1, "cmd": "all"}                    | cmd is not a name
            {"csc": "T", "salindex": 1, "cmd": ""}                       | cmd is not a name
            {"csc": "T", "salindex": 1, "cmd": null}                     | cmd is not a text
            {"csc": "T", "salindex": 1.0, "cmd": "c"}                    | salindex is not
            {"csc": "T", "salindex": true, "cmd": "c"}                   | salindex is not
            {"csc": "T", "salindex": "all", "cmd": "c"}                  | salindex is not
            {"csc": "T", "salindex": 99999999999, "cmd": "c"}            | salindex is not
            {"csc": "T", "salindex": 1, "cmd": "c", "params": "\\u0000"} | U+0000
            {"csc": "T", "salindex": 1, "cmd": "c", "x": ["\\ud800"]}     | half a surrogate
            {"csc": "T", "salindex": 1, "cmd": "c", "params": [1e400]}   | 1e400 is beyond
            {"csc": "T", "salindex": 1, "cmd": "c", "params": [1e-999999999]} | is beyond
            """)
    void saysWhatIsMissingOrWrong(String body, String expected) {
        assertThat(read(body))
                .isInstanceOfSatisfying(
                        CommandRequest.Reading.Illegal.class,
                        illegal -> assertThat(illegal.ack())
                                .startsWith(
                                        "Request must have JSON data with the following keys: csc, salindex, cmd, params. ")
                                .contains(expected));
    }

    @Test
    void takesAnySmallNumberAndPairsOfSurrogates() {
        assertThat(
                        sent(
                                "{\"csc\": \"T\", \"salindex\": 1, \"cmd\": \"c\", \"params\": [0.0, 0e-400, 1e308, \"\ud83d\ude00\"]}"))
                .contains("[0.0, 0e-400, 1e308, \"\ud83d\ude00\"]");
    }

    @Test
    void refusesBytesThatAreNoText() {
        byte[] body = "{\"csc\": \"T\", \"salindex\": 1, \"cmd\": \"c\", \"params\": \"\u00e9\"}"
                .getBytes(StandardCharsets.ISO_8859_1);

        assertThat(CommandRequest.read(body)).isInstanceOf(CommandRequest.Reading.Illegal.class);
    }
}
