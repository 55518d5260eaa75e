package io.firstlight.standalone.demo.dome;

import io.firstlight.schemas.address.Component;
import io.firstlight.standalone.demo.motion.Axis;
import io.firstlight.standalone.demo.sal.Behaviour;
import io.firstlight.standalone.demo.sal.Declaration;
import io.firstlight.standalone.demo.sal.Every;
import io.firstlight.standalone.demo.sal.Field;
import io.firstlight.standalone.demo.sal.FieldType;
import io.firstlight.standalone.demo.sal.Parameters;
import io.firstlight.standalone.demo.sal.Publisher;
import io.firstlight.standalone.demo.sal.Reply;
import io.firstlight.standalone.demo.sal.SalTopic;
import io.firstlight.standalone.demo.sal.SummaryState;
import io.firstlight.webedge.time.ObservatoryTime;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * {@code ATDome:0}: turns at up to 3 deg/s the shorter way round, and opens its doors in some ten seconds; the dropout door follows the main
 * one. Commands are done when the motion has begun; the events and {@code position} tell when it ends. Topics are those of ts_xml's ATDome.
 *
 * <p>Owned by whoever holds the observatory's lock.
 */
public final class Dome implements Behaviour {

    /** Who it is. */
    public static final Component COMPONENT = new Component("ATDome", 0);

    private static final double MAX_SPEED = 3;
    private static final double MAX_ACCELERATION = 1;
    private static final double POSITION_SECONDS = 0.5;
    private static final double ENCODER_COUNTS_PER_DEGREE = 5_000;
    private static final double IN_POSITION_DEGREES = 1e-6;

    private static final SalTopic POSITION = SalTopic.of(
            "position",
            Field.of("dropoutDoorOpeningPercentage", FieldType.FLOAT, "How far the dropout door is open"),
            Field.of("mainDoorOpeningPercentage", FieldType.FLOAT, "How far the main door is open"),
            Field.of("azimuthPosition", FieldType.DOUBLE, "deg", "Azimuth, 0 to 360"),
            Field.of("azimuthEncoderPosition", FieldType.LONG, "Counts of the azimuth encoder"));
    private static final SalTopic AZIMUTH_COMMANDED = SalTopic.of(
            "azimuthCommandedState",
            Field.of("commandedState", FieldType.INT, "1 unknown, 2 go to position, 3 home, 4 stop"),
            Field.of("azimuth", FieldType.DOUBLE, "deg", "Where to, if it goes to a position"));
    private static final SalTopic AZIMUTH_STATE = SalTopic.of(
            "azimuthState",
            Field.of("state", FieldType.INT, "1 not in motion, 2 moving clockwise, 3 moving counter-clockwise"),
            Field.of("homing", FieldType.BOOLEAN, "Whether it is on its way home"));
    private static final SalTopic AZIMUTH_IN_POSITION = inPosition("azimuthInPosition");
    private static final SalTopic MAIN_DOOR_COMMANDED = doorCommanded("mainDoorCommandedState");
    private static final SalTopic MAIN_DOOR_STATE = doorState("mainDoorState");
    private static final SalTopic DROPOUT_DOOR_COMMANDED = doorCommanded("dropoutDoorCommandedState");
    private static final SalTopic DROPOUT_DOOR_STATE = doorState("dropoutDoorState");
    private static final SalTopic SHUTTER_IN_POSITION = inPosition("shutterInPosition");
    private static final SalTopic ALL_IN_POSITION = inPosition("allAxesInPosition");
    private static final SalTopic EMERGENCY_STOP =
            SalTopic.of("emergencyStop", Field.of("active", FieldType.BOOLEAN, "Whether it is pressed; never here"));

    private static final Declaration DECLARATION = new Declaration(
            COMPONENT,
            List.of(POSITION),
            List.of(
                    AZIMUTH_COMMANDED,
                    AZIMUTH_STATE,
                    AZIMUTH_IN_POSITION,
                    MAIN_DOOR_COMMANDED,
                    MAIN_DOOR_STATE,
                    DROPOUT_DOOR_COMMANDED,
                    DROPOUT_DOOR_STATE,
                    SHUTTER_IN_POSITION,
                    ALL_IN_POSITION,
                    EMERGENCY_STOP),
            List.of(
                    SalTopic.of(
                            "moveAzimuth",
                            Field.of("azimuth", FieldType.DOUBLE, "deg", "Where to, 0 to 360")
                                    .needed()),
                    SalTopic.of("homeAzimuth"),
                    SalTopic.of("openShutter"),
                    SalTopic.of("closeShutter"),
                    SalTopic.of("stopAzimuth"),
                    SalTopic.of("stopShutter"),
                    SalTopic.of("stopMotion")));

    private enum AzimuthCommand {
        UNKNOWN(1),
        GO_TO_POSITION(2),
        HOME(3),
        STOP(4);

        private final int number;

        AzimuthCommand(int number) {
            this.number = number;
        }
    }

    /** Not wrapped: it may pass 360, and then stands for the same place as 0. */
    private final Axis azimuth = new Axis(0, MAX_SPEED, MAX_ACCELERATION);

    private final Every positions = new Every(POSITION_SECONDS);
    private final Door mainDoor = new Door();
    private final Door dropoutDoor = new Door();
    private final List<Watched> watched = new ArrayList<>();
    private AzimuthCommand azimuthCommand = AzimuthCommand.UNKNOWN;
    private double commandedAzimuth = Double.NaN;
    private double target;
    private double lastUtc = Double.NaN;

    /** A closed dome at azimuth 0. */
    public Dome() {
        watched.add(new Watched(AZIMUTH_STATE, this::azimuthState));
        watched.add(new Watched(AZIMUTH_IN_POSITION, () -> azimuthInPosition() ? 1 : 0));
        watched.add(new Watched(MAIN_DOOR_STATE, mainDoor::state));
        watched.add(new Watched(DROPOUT_DOOR_STATE, dropoutDoor::state));
        watched.add(new Watched(SHUTTER_IN_POSITION, () -> shutterInPosition() ? 1 : 0));
        watched.add(new Watched(ALL_IN_POSITION, () -> azimuthInPosition() && shutterInPosition() ? 1 : 0));
    }

    /** An event that follows from the motion, and what it said last. */
    private static final class Watched {
        private final SalTopic topic;
        private final IntSupplier value;
        private int last = -1;

        private Watched(SalTopic topic, IntSupplier value) {
            this.topic = topic;
            this.value = value;
        }
    }

    private static SalTopic inPosition(String name) {
        return SalTopic.of(name, Field.of("inPosition", FieldType.BOOLEAN, "Whether it is where it was told to be"));
    }

    private static SalTopic doorCommanded(String name) {
        return SalTopic.of(name, Field.of("commandedState", FieldType.INT, "1 unknown, 2 closed, 3 opened, 4 stop"));
    }

    private static SalTopic doorState(String name) {
        return SalTopic.of(
                name, Field.of("state", FieldType.INT, "1 closed, 2 opened, 3 partially opened, 4 opening, 5 closing"));
    }

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    /** Where it points, 0 to 360 deg. */
    public double azimuth() {
        return wrapped(azimuth.position());
    }

    /** How far the main door is open, in percent. */
    public double mainDoorPercent() {
        return mainDoor.percent();
    }

    /** Whether it rests where it was told to be. */
    public boolean azimuthInPosition() {
        return switch (azimuthCommand) {
            case GO_TO_POSITION, HOME ->
                azimuth.atRest() && Math.abs(azimuth.position() - target) < IN_POSITION_DEGREES;
            case UNKNOWN, STOP -> azimuth.atRest();
        };
    }

    /** Whether both doors rest where they were told to be. */
    public boolean shutterInPosition() {
        return mainDoor.inPosition() && dropoutDoor.inPosition();
    }

    @Override
    public void announce(ObservatoryTime now, Publisher out) {
        out.event(EMERGENCY_STOP, false);
        announceAzimuthCommand(out);
        announceDoorCommands(out);
        watched.forEach(each -> tell(each, out));
    }

    @Override
    public void step(ObservatoryTime now, SummaryState state, Publisher out) {
        double seconds = Double.isNaN(lastUtc) ? 0 : Math.max(0, now.utc() - lastUtc);
        lastUtc = now.utc();
        switch (azimuthCommand) {
            case GO_TO_POSITION, HOME -> azimuth.follow(seconds, target, 0);
            case UNKNOWN, STOP -> azimuth.brake(seconds);
        }
        mainDoor.step(seconds);
        dropoutDoor.step(seconds);
        for (Watched each : watched) {
            if (each.value.getAsInt() != each.last) {
                tell(each, out);
            }
        }
        if (positions.isDue(now.utc())) {
            out.telemetry(
                    POSITION,
                    dropoutDoor.percent(),
                    mainDoor.percent(),
                    azimuth(),
                    Math.round(azimuth() * ENCODER_COUNTS_PER_DEGREE));
        }
    }

    @Override
    public Reply execute(String command, Parameters parameters, ObservatoryTime now, Publisher out) {
        switch (command) {
            case "moveAzimuth" -> {
                double wanted = parameters.number("azimuth");
                if (wanted < 0 || wanted > 360) {
                    return Reply.rejected("azimuth " + wanted + " is not from 0 to 360 deg");
                }
                turn(AzimuthCommand.GO_TO_POSITION, wanted, out);
            }
            case "homeAzimuth" -> turn(AzimuthCommand.HOME, 0, out);
            case "openShutter" -> moveDoors(Door.Command.OPENED, out);
            case "closeShutter" -> moveDoors(Door.Command.CLOSED, out);
            case "stopAzimuth" -> stopAzimuth(out);
            case "stopShutter" -> moveDoors(Door.Command.STOP, out);
            case "stopMotion" -> stop(out);
            default -> throw new IllegalArgumentException("undeclared command " + command);
        }
        return Reply.DONE;
    }

    @Override
    public void leaveEnabled(ObservatoryTime now, Publisher out) {
        stop(out);
    }

    private void turn(AzimuthCommand command, double wanted, Publisher out) {
        azimuthCommand = command;
        commandedAzimuth = wanted;
        double shortestWay = Math.IEEEremainder(wanted - azimuth.position(), 360);
        target = azimuth.position() + shortestWay;
        announceAzimuthCommand(out);
    }

    private void stop(Publisher out) {
        stopAzimuth(out);
        moveDoors(Door.Command.STOP, out);
    }

    private void stopAzimuth(Publisher out) {
        azimuthCommand = AzimuthCommand.STOP;
        commandedAzimuth = Double.NaN;
        announceAzimuthCommand(out);
    }

    private void moveDoors(Door.Command command, Publisher out) {
        mainDoor.command(command);
        dropoutDoor.command(command);
        announceDoorCommands(out);
    }

    private void announceAzimuthCommand(Publisher out) {
        out.event(AZIMUTH_COMMANDED, azimuthCommand.number, commandedAzimuth);
    }

    private void announceDoorCommands(Publisher out) {
        out.event(MAIN_DOOR_COMMANDED, mainDoor.command().number());
        out.event(DROPOUT_DOOR_COMMANDED, dropoutDoor.command().number());
    }

    private void tell(Watched each, Publisher out) {
        each.last = each.value.getAsInt();
        if (each.topic.equals(AZIMUTH_STATE)) {
            out.event(each.topic, each.last, azimuthCommand == AzimuthCommand.HOME && each.last != 1);
        } else if (each.topic.fields().getFirst().type() == FieldType.BOOLEAN) {
            out.event(each.topic, each.last == 1);
        } else {
            out.event(each.topic, each.last);
        }
    }

    private int azimuthState() {
        if (azimuth.atRest()) {
            return 1;
        }
        return azimuth.speed() > 0 ? 2 : 3;
    }

    private static double wrapped(double degrees) {
        double wrapped = degrees % 360;
        return wrapped < 0 ? wrapped + 360 : wrapped;
    }
}
