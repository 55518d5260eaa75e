package io.firstlight.webedge.love.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firstlight.webedge.love.resource.Submission.Missing;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;

import java.util.Map;

/** List, get, post, put, patch and delete of one {@link ResourceTable}. */
public final class ResourceRoutes {

    private final String path;
    private final ResourceTable table;
    private final Access.Check read;
    private final Access.Check write;
    private final String duplicate;
    private final Filter filter;
    private final Vetting vetting;

    /** Which rows of the list a request wants: those whose columns have the values. */
    public interface Filter {
        Map<String, ?> having(Context context);
    }

    /** Looks at what is submitted before its fields are read, and throws a {@link Refusal} if it does not hold together. */
    public interface Vetting {
        void vet(Submission submission, HandlerType method);
    }

    /**
     * Routes without filter and vetting.
     *
     * @param path the path of the list, without a slash at its end
     * @param read who may see
     * @param write who may change
     * @param duplicate what a client is told whose object would be the same as another
     */
    public ResourceRoutes(String path, ResourceTable table, Access.Check read, Access.Check write, String duplicate) {
        this(path, table, read, write, duplicate, context -> Map.of(), (submission, method) -> {});
    }

    /** Routes with all that there is. */
    public ResourceRoutes(
            String path,
            ResourceTable table,
            Access.Check read,
            Access.Check write,
            String duplicate,
            Filter filter,
            Vetting vetting) {
        this.path = path;
        this.table = table;
        this.read = read;
        this.write = write;
        this.duplicate = duplicate;
        this.filter = filter;
        this.vetting = vetting;
    }

    /** Adds the routes. */
    public void register(RoutesConfig routes) {
        routes.get(path, this::list);
        routes.post(path, this::create);
        routes.get(path + "/{id}", this::get);
        routes.put(path + "/{id}", context -> update(context, Missing.KEPT));
        routes.patch(path + "/{id}", context -> update(context, Missing.IGNORED));
        routes.delete(path + "/{id}", this::delete);
    }

    private void list(Context context) {
        read.require(context);
        LoveJson.send(context, table.list(filter.having(context)));
    }

    private void get(Context context) {
        read.require(context);
        LoveJson.send(context, 200, table.find(LoveJson.id(context)).orElseThrow(Refusal::notFound));
    }

    private void create(Context context) {
        write.require(context);
        Submission submission = Submission.of(context);
        vetting.vet(submission, context.method());
        LoveJson.send(
                context,
                201,
                row(table.insert(submission.values(table.resource().fields(), Missing.FILLED))));
    }

    private void update(Context context, Missing missing) {
        write.require(context);
        long id = LoveJson.id(context);
        if (table.find(id).isEmpty()) {
            throw Refusal.notFound();
        }
        Submission submission = Submission.of(context);
        vetting.vet(submission, context.method());
        LoveJson.send(
                context,
                200,
                row(table.update(id, submission.values(table.resource().fields(), missing))));
    }

    private ObjectNode row(Written written) {
        return switch (written) {
            case Written.Done done -> done.row();
            case Written.Gone gone -> throw Refusal.notFound();
            case Written.Duplicate same -> throw Refusal.ofField("non_field_errors", duplicate);
            case Written.NoSuchReference none ->
                throw Refusal.ofField(none.field(), "Invalid pk \"" + none.id() + "\" - object does not exist.");
        };
    }

    private void delete(Context context) {
        write.require(context);
        if (!table.delete(LoveJson.id(context))) {
            throw Refusal.notFound();
        }
        context.status(204);
    }
}
