package io.firstlight.webedge.love.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firstlight.webedge.love.database.LoveDatabase;
import io.firstlight.webedge.love.resource.Access;
import io.firstlight.webedge.love.resource.Field;
import io.firstlight.webedge.love.resource.FieldType;
import io.firstlight.webedge.love.resource.LoveJson;
import io.firstlight.webedge.love.resource.Refusal;
import io.firstlight.webedge.love.resource.Resource;
import io.firstlight.webedge.love.resource.ResourceRoutes;
import io.firstlight.webedge.love.resource.ResourceTable;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Workspaces, and the places of views in them. */
final class WorkspaceRoutes {

    private static final String WORKSPACES = "/manager/ui_framework/workspaces";
    private static final String PLACES = "/manager/ui_framework/workspaceviews";

    private static final Resource WORKSPACE = new Resource(
            "love.workspace",
            List.of(Field.required("name", new FieldType.Text(ViewRoutes.LONGEST_NAME, false))),
            Map.of(
                    "views",
                    "select coalesce(json_agg(p.view order by p.sort_value, p.id), '[]')"
                            + " from love.workspace_view p where p.workspace = r.id"),
            true,
            "id");

    private static final Resource PLACE = Resource.of(
            "love.workspace_view",
            "sort_value, id",
            Field.optional("view_name", new FieldType.Text(ViewRoutes.LONGEST_NAME, true), ""),
            Field.optional("sort_value", new FieldType.Whole(), 0),
            Field.required("workspace", new FieldType.Reference()),
            Field.required("view", new FieldType.Reference()));

    private final ResourceTable workspaces;
    private final ResourceTable places;
    private final ViewTable views;
    private final Access access;

    WorkspaceRoutes(LoveDatabase database, Clock clock, ViewTable views, Access access) {
        this.workspaces = new ResourceTable(database, clock, WORKSPACE, Map.of());
        this.places =
                new ResourceTable(database, clock, PLACE, Map.of("workspace", "love.workspace", "view", "love.view"));
        this.views = views;
        this.access = access;
    }

    /** Adds the routes. */
    void register(RoutesConfig routes) {
        routes.get(WORKSPACES + "/with_view_name", this::withViewNames);
        routes.get(WORKSPACES + "/{id}/full", this::full);
        new ResourceRoutes(WORKSPACES, workspaces, access::user, access::editor, "This workspace exists already.")
                .register(routes);
        new ResourceRoutes(
                        PLACES,
                        places,
                        access::user,
                        access::editor,
                        "The fields workspace, view must make a unique set.")
                .register(routes);
    }

    private void withViewNames(Context context) {
        access.user(context);
        Map<Long, List<ObjectNode>> summaries = views.summariesByWorkspace();
        List<ObjectNode> found = workspaces.list(Map.of());
        for (ObjectNode workspace : found) {
            setViews(workspace, summaries.getOrDefault(workspace.get("id").asLong(), List.of()));
        }
        LoveJson.send(context, found);
    }

    private void full(Context context) {
        access.user(context);
        ObjectNode workspace = workspaces.find(LoveJson.id(context)).orElseThrow(Refusal::notFoundWithoutBody);
        setViews(workspace, views.ofWorkspace(workspace.get("id").asLong()));
        LoveJson.send(context, 200, workspace);
    }

    private static void setViews(ObjectNode workspace, List<ObjectNode> views) {
        ArrayNode array = workspace.putArray("views");
        array.addAll(views);
    }
}
