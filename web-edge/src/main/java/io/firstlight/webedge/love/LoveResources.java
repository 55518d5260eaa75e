package io.firstlight.webedge.love;

import io.firstlight.auth.AuthService;
import io.firstlight.webedge.love.database.LoveDatabase;
import io.firstlight.webedge.love.database.LoveDatabaseException;
import io.firstlight.webedge.love.database.LoveSchema;
import io.firstlight.webedge.love.resource.Access;
import io.firstlight.webedge.love.resource.CrossOrigin;
import io.firstlight.webedge.love.resource.LoveJson;
import io.firstlight.webedge.love.resource.Refusal;
import io.firstlight.webedge.love.resource.ResourceRoutes;
import io.firstlight.webedge.love.resource.ResourceTable;
import io.firstlight.webedge.love.script.ScriptRoutes;
import io.firstlight.webedge.love.settings.ConfigFiles;
import io.firstlight.webedge.love.settings.ConfigRoutes;
import io.firstlight.webedge.love.settings.ControlLocations;
import io.firstlight.webedge.love.settings.Lists;
import io.firstlight.webedge.love.settings.LocationRoutes;
import io.firstlight.webedge.love.settings.UserRoutes;
import io.firstlight.webedge.love.view.ViewRoutes;
import io.firstlight.webedge.rest.TokenHeader;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * What LOVE's front end keeps on the server, put together: configuration, contacts, locations, tags, script configurations, views. All of it
 * is in schema {@code love} of the database, so every edge serves the same. Thread-safe; has no thread of its own.
 */
public final class LoveResources {

    private static final Logger log = LoggerFactory.getLogger(LoveResources.class);

    private final DataSource dataSource;
    private final ConfigFiles configFiles;
    private final ControlLocations locations;
    private final List<ResourceRoutes> lists;
    private final ConfigRoutes configRoutes;
    private final LocationRoutes locationRoutes;
    private final UserRoutes userRoutes;
    private final ScriptRoutes scriptRoutes;
    private final ViewRoutes viewRoutes;

    /**
     * Resources that are not started yet.
     *
     * @param dataSource where they are; stays the caller's
     */
    public LoveResources(LoveConfig config, AuthService auth, DataSource dataSource, Clock clock) {
        this.dataSource = dataSource;
        LoveDatabase database = new LoveDatabase(dataSource);
        Access access = new Access(new TokenHeader(auth));
        this.configFiles = new ConfigFiles(database, clock);
        this.locations = new ControlLocations(database, clock);
        this.lists = List.of(
                new ResourceRoutes(
                        "/manager/api/emergencycontact",
                        new ResourceTable(database, clock, Lists.EMERGENCY_CONTACTS, Map.of()),
                        access::user,
                        access::administrator,
                        "This contact exists already."),
                new ResourceRoutes(
                        "/manager/api/imagetag",
                        new ResourceTable(database, clock, Lists.IMAGE_TAGS, Map.of()),
                        access::user,
                        access::administrator,
                        "This tag exists already."));
        this.configRoutes = new ConfigRoutes(configFiles, access);
        this.locationRoutes = new LocationRoutes(locations, access);
        this.userRoutes = new UserRoutes(() -> auth.administration().list(), access);
        this.scriptRoutes = new ScriptRoutes(database, clock, access);
        this.viewRoutes = new ViewRoutes(database, clock, config.subPath(), access);
    }

    /**
     * Brings the tables up to date; several edges may do so at once.
     *
     * @throws LoveDatabaseException if the database does not answer
     */
    public void start() {
        LoveSchema.migrate(dataSource);
    }

    /** Adds the routes, the answers to what they refuse, and what pages of other origins need. */
    public void register(RoutesConfig routes) {
        CrossOrigin.register(routes, "/manager");
        routes.exception(Refusal.class, (refusal, context) -> refuse(context, refusal));
        routes.exception(LoveDatabaseException.class, (e, context) -> unavailable(context, e));
        lists.forEach(list -> list.register(routes));
        configRoutes.register(routes);
        locationRoutes.register(routes);
        userRoutes.register(routes);
        scriptRoutes.register(routes);
        viewRoutes.register(routes);
    }

    /**
     * The configuration for a user, as token answers carry it: {@code {"id", "filename", "content", "update_timestamp"}} of the file that he has
     * chosen, else of the first one. JSON text.
     *
     * @throws LoveDatabaseException if the database does not answer
     */
    public String configOf(String userName) {
        return configFiles.chosenBy(userName);
    }

    /**
     * The addresses that may command where the place decides, as an operator wrote them: see {@link ControlLocations#whitelistInForce}.
     *
     * @throws LoveDatabaseException if the database does not answer
     */
    public String commandWhitelist() {
        return locations.whitelistInForce();
    }

    private static void refuse(Context context, Refusal refusal) {
        String body = refusal.body();
        if (body == null) {
            context.status(refusal.status());
        } else {
            LoveJson.send(context, refusal.status(), body);
        }
    }

    private static void unavailable(Context context, LoveDatabaseException e) {
        // Without the stack: every browser asks for the selected location every three seconds.
        log.warn("{} {}: {} ({})", context.method(), context.path(), e.getMessage(), String.valueOf(e.getCause()));
        LoveJson.send(context, 503, LoveJson.object().put("detail", "The database does not answer."));
    }
}
