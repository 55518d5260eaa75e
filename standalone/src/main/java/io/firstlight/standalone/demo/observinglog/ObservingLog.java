package io.firstlight.standalone.demo.observinglog;

import io.firstlight.schemas.address.Component;
import io.firstlight.standalone.demo.sal.Behaviour;
import io.firstlight.standalone.demo.sal.Declaration;
import io.firstlight.standalone.demo.sal.Field;
import io.firstlight.standalone.demo.sal.FieldType;
import io.firstlight.standalone.demo.sal.Parameters;
import io.firstlight.standalone.demo.sal.Publisher;
import io.firstlight.standalone.demo.sal.Reply;
import io.firstlight.standalone.demo.sal.SalTopic;
import io.firstlight.standalone.demo.sal.SummaryState;
import io.firstlight.webedge.time.ObservatoryTime;

import java.util.List;

/**
 * {@code LOVE:0}: makes an event {@code observingLog} of each entry that an operator writes. The real one has no command for it, its commander
 * sends the event itself; here the command {@code addObservingLog} stands for that. Owned by whoever holds the observatory's lock.
 */
public final class ObservingLog implements Behaviour {

    /** Who it is. */
    public static final Component COMPONENT = new Component("LOVE", 0);

    /** The command that adds an entry. */
    public static final String ADD = "addObservingLog";

    private static final List<Field> ENTRY = List.of(
            Field.of("user", FieldType.STRING, "Who wrote it").needed(),
            Field.of("message", FieldType.STRING, "What").needed());
    private static final SalTopic OBSERVING_LOG = new SalTopic("observingLog", ENTRY);

    private static final Declaration DECLARATION =
            new Declaration(COMPONENT, List.of(), List.of(OBSERVING_LOG), List.of(new SalTopic(ADD, ENTRY)));

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public void announce(ObservatoryTime now, Publisher out) {
        // The entries of before are in the log already.
    }

    @Override
    public void step(ObservatoryTime now, SummaryState state, Publisher out) {
        // Nothing happens by itself.
    }

    @Override
    public Reply execute(String command, Parameters parameters, ObservatoryTime now, Publisher out) {
        out.event(OBSERVING_LOG, parameters.text("user"), parameters.text("message"));
        return Reply.DONE;
    }

    @Override
    public void leaveEnabled(ObservatoryTime now, Publisher out) {
        // Nothing to stop.
    }
}
