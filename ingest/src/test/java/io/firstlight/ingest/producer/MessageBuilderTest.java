package io.firstlight.ingest.producer;

import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

final class MessageBuilderTest {

    private static final Component HOST = new Component("Host", 1);

    @Test
    void writesTelemetryAsAnObjectOfFieldsPerStream() {
        Message message = Message.telemetry(HOST).stream("cpu")
                .number("load", 12.5, "%")
                .integer("cores", 4, "unitless")
                .numbers("perCore", new double[] {1, Double.NaN}, "%")
                .stream("empty")
                .stream("about")
                .text("model", "Größe \"7\"")
                .flag("on", true)
                .integers("ids", new long[] {}, "unitless")
                .texts("names", List.of("a", "b"))
                .build();

        assertThat(message.category()).isEqualTo(Category.TELEMETRY);
        assertThat(message.data()).asString().isEqualTo("""
                {"cpu":{"load":{"value":12.5,"dataType":"Float","units":"%"},\
                "cores":{"value":4,"dataType":"Int","units":"unitless"},\
                "perCore":{"value":[1.0,{"$float":"NaN"}],"dataType":"Array<Float>","units":"%"}},\
                "empty":{},\
                "about":{"model":{"value":"Größe \\"7\\"","dataType":"String","units":"unitless"},\
                "on":{"value":true,"dataType":"Int","units":"unitless"},\
                "ids":{"value":[],"dataType":"Array<Int>","units":"unitless"},\
                "names":{"value":["a","b"],"dataType":"Array<String>","units":"unitless"}}}""");
    }

    @Test
    void writesAnEventAsAListWithOneObject() {
        assertThat(Message.event(HOST).stream("summaryState")
                        .integer("summaryState", 2, "unitless")
                        .build()
                        .data())
                .asString()
                .isEqualTo(
                        "{\"summaryState\":[{\"summaryState\":{\"value\":2,\"dataType\":\"Int\",\"units\":\"unitless\"}}]}");
    }

    @Test
    void refusesAStreamTwiceAndAFieldBeforeTheFirst() {
        assertThatIllegalArgumentException().isThrownBy(() -> Message.event(HOST).stream("a").stream("a"));
        assertThatIllegalArgumentException().isThrownBy(() -> Message.event(HOST).stream("a b"));
        assertThatIllegalStateException().isThrownBy(() -> Message.event(HOST).flag("on", true));
    }

    @Test
    void writesSecondsWithThreeDecimals() {
        assertThat(SendTime.unixSeconds(1_690_852_640_007L)).isEqualTo("1690852640.007");
    }
}
