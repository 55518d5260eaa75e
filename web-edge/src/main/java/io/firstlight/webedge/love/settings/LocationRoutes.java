package io.firstlight.webedge.love.settings;

import io.firstlight.webedge.love.resource.Access;
import io.firstlight.webedge.love.resource.Field;
import io.firstlight.webedge.love.resource.FieldType;
import io.firstlight.webedge.love.resource.LoveJson;
import io.firstlight.webedge.love.resource.Refusal;
import io.firstlight.webedge.love.resource.Submission;
import io.firstlight.webedge.love.resource.Submission.Missing;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * {@code /manager/api/controllocation/...}. With a parameter {@code selected}, whatever its value, the list has the selected ones only.
 * Beyond LOVE, which only reads them: who has the right to administer sets {@code selected} and {@code ip_whitelist} by PUT or PATCH.
 */
public final class LocationRoutes {

    private static final String PATH = "/manager/api/controllocation";

    private static final List<Field> FIELDS = List.of(
            Field.required("selected", new FieldType.Truth()),
            Field.required("ip_whitelist", new FieldType.Text(10_000, true)));

    private final ControlLocations locations;
    private final Access access;

    public LocationRoutes(ControlLocations locations, Access access) {
        this.locations = locations;
        this.access = access;
    }

    /** Adds the routes. */
    public void register(RoutesConfig routes) {
        routes.get(PATH, this::list);
        routes.get(PATH + "/{id}", this::get);
        routes.put(PATH + "/{id}", context -> update(context, Missing.KEPT));
        routes.patch(PATH + "/{id}", context -> update(context, Missing.IGNORED));
    }

    private void list(Context context) {
        access.user(context);
        LoveJson.send(context, locations.list(context.queryParamMap().containsKey("selected")));
    }

    private void get(Context context) {
        access.user(context);
        LoveJson.send(context, 200, locations.find(LoveJson.id(context)).orElseThrow(Refusal::notFound));
    }

    private void update(Context context, Missing missing) {
        access.administrator(context);
        long id = LoveJson.id(context);
        if (locations.find(id).isEmpty()) {
            throw Refusal.notFound();
        }
        Map<String, @Nullable Object> values = Submission.of(context).values(FIELDS, missing);
        LoveJson.send(
                context,
                200,
                locations
                        .update(id, (Boolean) values.get("selected"), (String) values.get("ip_whitelist"))
                        .orElseThrow(Refusal::notFound));
    }
}
