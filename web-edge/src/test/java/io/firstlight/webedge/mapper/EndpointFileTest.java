package io.firstlight.webedge.mapper;

import io.firstlight.auth.right.AddressPattern;
import io.firstlight.auth.right.Grant;
import io.firstlight.auth.right.Right;
import io.firstlight.schemas.topic.TopicPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EndpointFileTest {

    private static final String LEAST = "'method': 'GET', 'path': '/a', 'mode': 'request-response', 'topic': 'a'";

    private static List<Endpoint> read(String json) throws Exception {
        return new EndpointFile(TopicPlan.defaults())
                .parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsNotDeclaredHasADefault() throws Exception {
        Endpoint endpoint = read("{'endpoints': [{" + LEAST + "}]}").getFirst();

        assertThat(endpoint.name()).isEqualTo("GET /a");
        assertThat(endpoint.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(endpoint.maxInFlight()).isEqualTo(100);
        assertThat(endpoint.maxBodyBytes()).isEqualTo(1 << 20);
        assertThat(endpoint.partitions()).isEqualTo(4);
        assertThat(endpoint.retention()).isEqualTo(Duration.ofMinutes(10));
        assertThat(endpoint.body()).isNull();
        assertThat(endpoint.query()).isNull();
        assertThat(endpoint.access()).isNull();
    }

    @Test
    void everyKeyIsRead() throws Exception {
        Endpoint endpoint =
                read("{'endpoints': [{'method': 'POST', 'path': '/a/b.c/', 'mode': 'fire-and-forget', 'topic': 'a',"
                                + " 'body': {}, 'query': false, 'timeout_ms': 100, 'max_in_flight': 1, 'max_body_bytes': 5,"
                                + " 'access': 'write event-Lab-1-all', 'partitions': 2, 'retention': 'P1D'}]}")
                        .getFirst();

        assertThat(endpoint.name()).isEqualTo("POST /a/b.c");
        assertThat(endpoint.mode()).isEqualTo(Mode.FIRE_AND_FORGET);
        assertThat(endpoint.timeout()).isEqualTo(Duration.ofMillis(100));
        assertThat(endpoint.maxInFlight()).isEqualTo(1);
        assertThat(endpoint.maxBodyBytes()).isEqualTo(5);
        assertThat(endpoint.access())
                .isEqualTo(new EndpointAccess.Holder(new Grant(Right.WRITE, AddressPattern.parse("event-Lab-1-all"))));
        assertThat(endpoint.definition((short) 3).numPartitions()).isEqualTo(2);
        assertThat(endpoint.definition((short) 3).configs())
                .containsEntry("retention.ms", "86400000")
                .containsEntry("min.insync.replicas", "2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'timeout_ms': 99|timeout_ms=99 must be a whole number from 100 to 300000",
                "'timeout_ms': '5 s'|timeout_ms=5 s must be",
                "'max_in_flight': 0|max_in_flight=0 must be",
                "'max_body_bytes': 16777217|max_body_bytes=16777217 must be",
                "'partitions': 1.5|partitions=1.5 must be",
                "'retention': '10 min'|retention=10 min must be an ISO 8601 duration",
                "'retention': 5|retention=5 must be a text",
                "'access': 'everybody'|access=everybody must be 'open', 'token'",
                "'access': 'fly all-all-all-all'|access=fly all-all-all-all 'fly' is no right",
                "'access': 'read all'|access=read all pattern",
                "'body': 3|body=3 ",
                "'body': {'type': 'objekt'}|body ",
                "'body': {'pattern': '('}|body ",
                "'body': {'$ref': 'http://127.0.0.1:1/x'}|body ",
                "'colour': 'red'|colour is no key of an endpoint",
                "'method': 'get'|method=get must be GET",
                "'method': 'TRACE'|method=TRACE must be GET",
                "'path': 'a'|path=a must be a path",
                "'path': '/a/{id}'|path=/a/{id} must be a path",
                "'path': '/../a'|path=/../a must be a path",
                "'path': '/'|path=/ must be a path",
                "'mode': 'rpc'|mode=rpc must be 'fire-and-forget' or 'request-response'",
                "'topic': 'firstlight.event'|topic=firstlight.event is one of Firstlight's own topics",
                "'topic': '__consumer_offsets'|topic=__consumer_offsets must be a name",
                "'topic': 'a b'|topic=a b must be a name"
            })
    void aWrongValueIsToldWithItsEndpointAndKey(String wrong, String message) {
        String key = wrong.substring(0, wrong.indexOf(':'));
        String rest = java.util.stream.Stream.of(LEAST.split(", "))
                .filter(pair -> !pair.startsWith(key + ":"))
                .collect(java.util.stream.Collectors.joining(", "));

        assertThatThrownBy(() -> read("{'endpoints': [{'method': 'PUT', 'path': '/fine', 'mode': 'fire-and-forget',"
                        + " 'topic': 'fine'}, {" + wrong + ", " + rest + "}]}"))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .startsWith("endpoint 2 '")
                .contains(message)
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "|the file is not",
                "[]|the file is not",
                "{'endpoints': {}}|the file is not",
                "{'endpoints': [|the file is no JSON",
                "{'endpoints': [1]}|endpoint 1 ' ' is no object",
                "{'endpoints': [{'path': '/a'}]}|endpoint 1 ' /a': mode is missing"
            })
    void aFileOfAnotherFormIsRefused(String json, String message) {
        assertThatThrownBy(() -> read(json == null ? "" : json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void pathsAndTopicsAreDeclaredOnce() {
        assertThatThrownBy(() -> read("{'endpoints': [{" + LEAST + "}, {" + LEAST.replace("'a'", "'b'") + "}]}"))
                .hasMessage("endpoint 2 'GET /a': path=/a is declared twice for GET");
        assertThatThrownBy(() -> read("{'endpoints': [{" + LEAST + "}, {" + LEAST.replace("/a", "/b") + "}]}"))
                .hasMessage("endpoint 2 'GET /b': topic=a is the topic of endpoint 1 'GET /a' already");
    }

    @Test
    void theExampleOfTheDocumentsIsRead() {
        assertThat(new EndpointFile(TopicPlan.defaults()).read(Path.of("../docs/examples/mapper.json")))
                .extracting(Endpoint::name)
                .containsExactly("GET /api/echo", "POST /api/notes");
    }

    @Test
    void theKeyIsNamedOfAFileThatCannotBeRead() {
        assertThatThrownBy(() -> MapperConfig.from(Map.of("FIRSTLIGHT_MAPPER", "no/such.json")))
                .hasMessageStartingWith("FIRSTLIGHT_MAPPER=no/such.json: the file cannot be read");
        assertThatThrownBy(() -> MapperConfig.from(Map.of("FIRSTLIGHT_REPLY_PARTITION", "-1")))
                .hasMessageStartingWith("FIRSTLIGHT_REPLY_PARTITION=-1 must be");
        assertThat(MapperConfig.from(Map.of()).endpoints()).isEmpty();
    }
}
