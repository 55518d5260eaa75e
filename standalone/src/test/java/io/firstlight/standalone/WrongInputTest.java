package io.firstlight.standalone;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Every mistake on the command line or in the environment ends with one clear line and exit code 2; failures with 1. */
final class WrongInputTest {

    @ParameterizedTest(name = "firstlight {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            ""                                                 | firstlight: which command? (see: firstlight --help)
            fly                                                | firstlight: unknown command 'fly'
            stand-alone                                        | did you mean
            --port 1                                           | firstlight: unknown option '--port'
            standalone --prot 1                                | firstlight standalone: unknown option '--prot', did you mean
            standalone --port                                  | Missing required parameter for option '--port'
            standalone --port abc                              | Invalid value for option '--port': 'abc' is not a port from 0 to 65535
            standalone --port 65536                            | '65536' is not a port
            standalone --port -1                               | '-1' is not a port
            standalone --port 1 --port 2                       | option '--port'
            standalone --broker-port x                         | --broker-port
            standalone --kafka nowhere                         | 'nowhere' is not HOST:PORT
            standalone --kafka a:1,b                           | 'b' is not HOST:PORT
            standalone --kafka a:99999                         | 'a:99999' is not HOST:PORT
            standalone --postgres localhost                    | not of the form postgresql://
            standalone --postgres mysql://h/db                 | not of the form postgresql://
            standalone --postgres postgresql://h:5432          | not of the form postgresql://
            standalone --commander commander:5000              | --commander=commander:5000 is not a URL
            standalone --host no.such.host.invalid             | 'no.such.host.invalid' is no address
            standalone --replication 0                         | --replication=0 must be a whole number
            standalone --outbox-bytes many                     | --outbox-bytes=many must be a whole number
            standalone --mapper no/such.json                   | --mapper=no/such.json: the file cannot be read
            standalone --reply-partition first                 | --reply-partition=first must be a whole number
            standalone --demo --no-demo                        | --demo and --no-demo exclude each other
            standalone --no-demo=perhaps                       | --no-demo
            standalone extra                                   | unexpected argument 'extra'
            standalone --data                                  | --data
            web-edge                                           | --postgres (or FIRSTLIGHT_POSTGRES) is missing
            web-edge --postgres postgresql://h/db --auth-key-directory d --commander ftp://h | --commander=ftp://h is not a URL
            web-edge --postgres postgresql://h/db              | --auth-key-directory (or FIRSTLIGHT_AUTH_KEY_DIRECTORY) is missing
            router --router-threads 0                          | --router-threads=0 must be a whole number from 1 to 64
            router --router-commit-interval soon               | --router-commit-interval=soon must be an ISO 8601 duration
            router --health-port http                          | 'http' is not a port
            archive                                            | --postgres (or FIRSTLIGHT_POSTGRES) is missing
            archive --postgres postgresql://h/d --archive-topics weather | --archive-topics=weather names 'weather'
            archive --postgres postgresql://h/d --archive-batch-records 0 | --archive-batch-records=0 must be
            relay                                              | --postgres (or FIRSTLIGHT_POSTGRES) is missing
            relay --postgres postgresql://h/d --relay-poll-ms 1 | --relay-poll-ms=1 must be a whole number from 50 to 60000
            relay --postgres postgresql://h/d --relay-batch-rows 0 | --relay-batch-rows=0 must be a whole number from 1 to
            producer                                           | which source?
            producer dome                                      | firstlight producer: unknown command 'dome'
            producer host --host-period-ms 1                   | --host-period-ms=1 must be a whole number
            producer host --host-index one                     | --host-index=one must be a whole number from 0
            producer mqtt                                      | Missing required option: '--mqtt-rules
            producer mqtt --mqtt-rules no/such.json            | --mqtt-rules=no/such.json: the file cannot be read
            producer mqtt --mqtt-rules ../docs/examples/poll.json | --mqtt-rules=../docs/examples/poll.json: the file is not {"rules": [...]}
            producer mqtt --mqtt-rules ../docs/examples/mqtt.json --mqtt-broker b:1 | --mqtt-broker is not of the form mqtt://
            producer poll                                      | Missing required option: '--poll-rules
            producer poll --poll-rules no/such.json            | --poll-rules=no/such.json: the file cannot be read
            producer csc ScriptQueue --sal-subname sal --check | 'ScriptQueue' needs an index: ScriptQueue:1
            producer csc ATDome:x --sal-subname sal --check    | the index 'x' of 'ATDome:x' is not a whole number
            producer tail --tail-rules ../docs/examples/tail.json | Missing required option: '--tail-state
            producer tail --tail-rules ../docs/examples/tail.json --tail-state x --tail-look-ms 1 | --tail-look-ms=1 must be
            replay                                             | Missing required
            replay file.csv                                    | Missing required option: '--csc
            replay file.txt --csc Dome                         | 'file.txt' ends in none of .csv, .ndjson, .jsonl
            replay file.csv --csc Dome --speed slow            | 'slow' is neither a number above 0 nor 'max'
            replay file.csv --csc Dome:x                       | component index in 'Dome:x' is not a number
            replay file.csv --csc Dome --category ack          | is neither telemetry nor event
            replay file.csv --csc Dome --format xml            | '--format'
            tap --topic weather                                | 'weather' is not one of all, telemetry
            tap --csc Dome:x                                   | Invalid value for option '--csc'
            tap --csc a/b                                      | 'a/b' is not a component's name
            tap --from yesterday                               | 'yesterday' is not beginning, end, a time such as
            tap --from -10x                                    | '-10x' is not beginning, end, a time such as
            tap --until later                                  | 'later' is not a time such as
            tap --limit 0                                      | '--limit': must be 1 or more
            tap --limit few                                    | '--limit'
            tap --kafka --json                                 | --kafka
            topics                                             | which command, create or list?
            topics drop                                        | firstlight topics: unknown command 'drop'
            topics create --replication many                   | --replication=many must be a whole number
            user                                               | which command, add, list, passwd, grant, group, deactivate or activate?
            user add                                           | Missing required parameter: 'NAME'
            user grant bob                                     | 'RIGHT'
            user group bob                                     | which groups? give --add or --remove
            user group bob --add cmd --remove cmd              | a group is in both --add and --remove
            user deactivate                                    | Missing required parameter: 'NAME'
            """)
    void endsWithOneLineThatNamesTheMistakeAndExitCodeTwo(String line, String expected) {
        CommandRun run = CommandRun.of(line.isEmpty() ? new String[0] : line.split(" "));

        assertThat(run.errorLines()).as("standard error").hasSize(1);
        assertThat(run.err()).contains(expected).contains(" --help)").startsWith("firstlight");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest(name = "{0}={1} firstlight {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            FIRSTLIGHT_PORT              | abc      | standalone     | FIRSTLIGHT_PORT: Invalid value for option '--port': 'abc' is not a port
            FIRSTLIGHT_KAFKA             | nowhere  | tap            | FIRSTLIGHT_KAFKA: Invalid value
            FIRSTLIGHT_NO_DEMO           | perhaps  | standalone     | FIRSTLIGHT_NO_DEMO: Invalid value
            FIRSTLIGHT_DEBUG             | perhaps  | version        | FIRSTLIGHT_DEBUG: Invalid value
            FIRSTLIGHT_RETENTION_EVENT   | long     | topics create  | FIRSTLIGHT_RETENTION_EVENT=long must be
            FIRSTLIGHT_AUTH_TOKEN_LIFETIME_S | never | standalone    | FIRSTLIGHT_AUTH_TOKEN_LIFETIME_S=never must be a whole number
            FIRSTLIGHT_SESSIONS_PER_USER | -1       | standalone     | FIRSTLIGHT_SESSIONS_PER_USER=-1 must be a whole number from 0 to 1000000
            FIRSTLIGHT_PRODUCER_LINGER_MS | -1      | producer host  | FIRSTLIGHT_PRODUCER_LINGER_MS=-1 must be
            FIRSTLIGHT_ROUTER_FAILOVER   | PT1S     | router         | FIRSTLIGHT_ROUTER_FAILOVER=PT1S must be from
            COMMANDER_HOSTNAME           | a b      | standalone     | COMMANDER_HOSTNAME and COMMANDER_PORT=http://a b is not a URL
            """)
    void namesTheVariableWhereThatIsTheMistake(String name, String value, String line, String expected) {
        CommandRun run = CommandRun.with(Map.of(name, value), line.split(" "));

        assertThat(run.errorLines()).hasSize(1);
        assertThat(run.err()).contains(expected);
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void showsNoControlCharacterOfAWrongValue() {
        CommandRun run = CommandRun.of("tap", "--csc", "\033[2Jred\nline");

        assertThat(run.errorLines()).hasSize(1);
        assertThat(run.err()).doesNotContain("\033").contains("\\u001b[2Jred line");
    }

    @Test
    void repeatsNoPasswordOfAWrongUrl() {
        CommandRun run = CommandRun.of("archive", "--postgres", "postgres//bob:secret@h/db");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).doesNotContain("secret");
    }

    @Test
    void saysWhatToDoWhenTheFileIsNotThere(@TempDir Path directory) {
        Path file = directory.resolve("missing.csv");

        CommandRun run = CommandRun.of("replay", file.toString(), "--csc", "Dome");

        assertThat(run.errorLines()).hasSize(1);
        assertThat(run.err()).contains("cannot read " + file + "; check its name");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void printsAStackTraceOnlyWhenAskedTo(@TempDir Path directory) {
        String file = directory.resolve("missing.csv").toString();

        assertThat(CommandRun.of("replay", file, "--csc", "Dome").err()).doesNotContain("\tat ");
        assertThat(CommandRun.of("replay", file, "--csc", "Dome", "--verbose").err())
                .contains("\tat ");
        assertThat(CommandRun.of("--verbose", "replay", file, "--csc", "Dome").err())
                .contains("\tat ");
        assertThat(CommandRun.with(Map.of("FIRSTLIGHT_DEBUG", "1"), "replay", file, "--csc", "Dome")
                        .err())
                .contains("\tat ");
    }

    @Test
    void findsNoRunningStandaloneWhereThereIsNone(@TempDir Path directory) {
        CommandRun run = CommandRun.of("user", "list", "--data", directory.toString());

        assertThat(run.errorLines()).hasSize(1);
        assertThat(run.err()).contains("no firstlight standalone runs on " + directory);
        assertThat(run.exitCode()).isEqualTo(1);
    }
}
