package io.firstlight.standalone.demo.sal;

import io.firstlight.schemas.address.Component;

import java.util.Map;

/** How a component speaks. Owned by whoever holds the observatory's lock. */
public interface Publisher {

    /**
     * Sends a sample of telemetry: the payload is an object of fields.
     *
     * @param values one for each field of the topic, in order; {@code double[]}, {@code long[]} for lists
     */
    void telemetry(SalTopic topic, Object... values);

    /** Sends an event: the payload is a list with one object of fields. Values as of {@link #telemetry}. */
    void event(SalTopic topic, Object... values);

    /** Sends an event in the name of another component, which is none of its own: a script. Values as of {@link #telemetry}. */
    void eventOf(Component component, SalTopic topic, Object... values);

    /** Sends an event whose payload is a plain object, as LOVE's producers derive them. The caller vouches for strict JSON. */
    void derived(Component component, String stream, String json);

    /**
     * Sends an event of this component whose payload is a plain object: one field that holds, by name, the samples of a topic, each with
     * private and own fields as in an event of its own.
     *
     * @param stream the event's name
     * @param field the field's name
     */
    void collection(String stream, String field, SalTopic topic, Map<String, Object[]> samples);

    /** Sends a log message: levels as Python has them, 20 information, 30 warning, 40 error. */
    void log(int level, String message);

    /** Goes into state FAULT. */
    void fault(int code, String report);
}
