package io.firstlight.webedge.command;

import io.firstlight.webedge.command.claim.ClaimSchema;
import io.firstlight.webedge.command.claim.ClaimTable;
import io.firstlight.webedge.commander.Commander;
import io.firstlight.webedge.commander.CommanderHeartbeat;
import io.firstlight.webedge.commander.CommanderPulse;
import io.firstlight.webedge.passthrough.PassThroughRoute;
import io.firstlight.webedge.peer.ClientAddresses;
import io.firstlight.webedge.salinfo.SalInfo;
import io.micrometer.core.instrument.MeterRegistry;

import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** Everything of one edge that has to do with the commander, put together. Thread-safe. */
public final class CommandService implements AutoCloseable {

    private final CommandConfig config;
    private final DataSource database;
    private final ClientAddresses addresses;
    private final CommandPermission permission;
    private final Commander commander;
    private final CommanderHeartbeat heartbeat;
    private final CommandDesk desk;
    private final SalInfo salInfo;

    /**
     * A service that is not started yet.
     *
     * @param commandLog where commands and acknowledgements are written
     * @param database where claims are kept; stays the caller's
     * @param whitelist the addresses of the control location in force, asked when location decides who may command
     */
    public CommandService(
            CommandConfig config,
            CommandLog commandLog,
            DataSource database,
            Supplier<String> whitelist,
            MeterRegistry meters,
            Clock clock) {
        this.config = config;
        this.database = database;
        this.addresses = new ClientAddresses(config.trustedProxies());
        this.permission = new CommandPermission(config.permission(), addresses, whitelist);
        this.commander = new Commander(config.commander());
        this.heartbeat = new CommanderHeartbeat(commander, meters);
        this.desk = new CommandDesk(config, commander, commandLog, new ClaimTable(database), meters, clock);
        this.salInfo = new SalInfo(commander);
    }

    /**
     * Brings the tables of claims up to date, and begins to ask for the commander's heartbeat.
     *
     * @throws io.firstlight.webedge.command.claim.ClaimsUnavailable if the database does not answer
     */
    public void start() {
        ClaimSchema.migrate(database);
        heartbeat.start();
    }

    /** From where requests come. */
    public ClientAddresses addresses() {
        return addresses;
    }

    /** Who may command. */
    public CommandPermission permission() {
        return permission;
    }

    /** Who carries commands out. */
    public CommandDesk desk() {
        return desk;
    }

    /** Who is asked for everything else. */
    public Commander commander() {
        return commander;
    }

    /** Whether the commander lives, for heartbeat frames. */
    public CommanderPulse pulse() {
        return heartbeat;
    }

    /** What the commander knows of components. */
    public SalInfo salInfo() {
        return salInfo;
    }

    /** What goes through to the commander as it is. */
    public List<PassThroughRoute> routes() {
        return config.routes();
    }

    /** Ends commands first, so that their answers can still go out; may be repeated. */
    @Override
    public void close() {
        heartbeat.close();
        desk.close();
        commander.close();
    }
}
