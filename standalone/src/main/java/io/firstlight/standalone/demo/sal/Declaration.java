package io.firstlight.standalone.demo.sal;

import io.firstlight.schemas.address.Component;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a component sends and understands, in the words of SAL's component descriptions (ts_xml). The topics are a part of those that the
 * real components have. Immutable.
 */
public record Declaration(
        Component component, List<SalTopic> telemetry, List<SalTopic> events, List<SalTopic> commands) {

    public Declaration {
        telemetry = List.copyOf(telemetry);
        events = List.copyOf(events);
        commands = List.copyOf(commands);
    }

    /** The same with what every component has. */
    Declaration withGenerics() {
        return new Declaration(
                component,
                telemetry,
                Stream.concat(Generics.EVENTS.stream(), events.stream()).toList(),
                Stream.concat(Generics.COMMANDS.stream(), commands.stream()).toList());
    }

    /** The command of that name, without {@code cmd_}. */
    public Optional<SalTopic> command(String name) {
        return commands.stream().filter(topic -> topic.name().equals(name)).findFirst();
    }
}
