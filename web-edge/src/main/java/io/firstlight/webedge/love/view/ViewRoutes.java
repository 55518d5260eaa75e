package io.firstlight.webedge.love.view;

import io.firstlight.webedge.love.database.LoveDatabase;
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

import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * {@code /manager/ui_framework/...} and {@code /manager/media/thumbnails/...}. Whoever has a token reads; members of {@code ui_framework}
 * write. Thumbnails need no token, because a browser sends none for an image.
 */
public final class ViewRoutes {

    private static final String VIEWS = "/manager/ui_framework/views";

    /** Longest name of a view or workspace, in characters. */
    static final int LONGEST_NAME = 20;

    private static final List<Field> FIELDS = List.of(
            Field.required("name", new FieldType.Text(LONGEST_NAME, false)),
            Field.optional("data", new FieldType.Opaque(), null),
            Field.optional("screen", new FieldType.Choice(List.of("4k", "desktop", "mobile"), true), "desktop"));

    private static final Pattern FILE = Pattern.compile("view_([0-9]{1,18})\\.([a-z]{1,5})");

    private final ViewTable views;
    private final WorkspaceRoutes workspaces;
    private final Access access;

    /**
     * The routes; {@link #register} puts them into a server.
     *
     * @param subPath what the browser has before {@code /manager}, such as {@code /love}, or nothing
     */
    public ViewRoutes(LoveDatabase database, Clock clock, String subPath, Access access) {
        this.views = new ViewTable(database, clock, subPath);
        this.workspaces = new WorkspaceRoutes(database, clock, views, access);
        this.access = access;
    }

    /** Adds the routes. */
    public void register(RoutesConfig routes) {
        routes.get(VIEWS, this::list);
        routes.get(VIEWS + "/summary", this::summary);
        routes.get(VIEWS + "/search", this::search);
        routes.post(VIEWS, this::create);
        routes.get(VIEWS + "/{id}", this::get);
        routes.put(VIEWS + "/{id}", context -> update(context, Missing.KEPT));
        routes.patch(VIEWS + "/{id}", context -> update(context, Missing.IGNORED));
        routes.delete(VIEWS + "/{id}", this::delete);
        routes.get(ViewTable.THUMBNAILS + "{file}", this::thumbnail);
        workspaces.register(routes);
    }

    private void list(Context context) {
        access.user(context);
        LoveJson.send(context, views.list());
    }

    private void summary(Context context) {
        access.user(context);
        LoveJson.send(context, views.summaries());
    }

    private void search(Context context) {
        access.user(context);
        String text = context.queryParam("query");
        // The database has no NUL, so a text with one is in no name; it may not be asked for either.
        LoveJson.send(context, text == null ? views.list() : views.search(text.replace('\0', '\uFFFD')));
    }

    private void get(Context context) {
        access.user(context);
        LoveJson.send(context, 200, views.find(LoveJson.id(context)).orElseThrow(Refusal::notFound));
    }

    private void create(Context context) {
        access.editor(context);
        Submission submission = Submission.of(context);
        Map<String, @Nullable Object> values = submission.values(FIELDS, Missing.FILLED);
        LoveJson.send(context, 201, views.insert(values, thumbnail(submission)));
    }

    private void update(Context context, Missing missing) {
        access.editor(context);
        long id = LoveJson.id(context);
        if (views.find(id).isEmpty()) {
            throw Refusal.notFound();
        }
        Submission submission = Submission.of(context);
        Map<String, @Nullable Object> values = submission.values(FIELDS, missing);
        LoveJson.send(
                context, 200, views.update(id, values, thumbnail(submission)).orElseThrow(Refusal::notFound));
    }

    private static Thumbnail thumbnail(Submission submission) {
        Thumbnail thumbnail = Thumbnail.of(submission.get("thumbnail"));
        if (thumbnail instanceof Thumbnail.Unusable unusable) {
            throw Refusal.ofField("thumbnail", unusable.reason());
        }
        return thumbnail;
    }

    private void delete(Context context) {
        access.editor(context);
        if (!views.delete(LoveJson.id(context))) {
            throw Refusal.notFound();
        }
        context.status(204);
    }

    private void thumbnail(Context context) {
        Matcher file = FILE.matcher(context.pathParam("file"));
        if (!file.matches()) {
            throw Refusal.notFound();
        }
        ViewTable.StoredImage image = ImageType.ofExtension(file.group(2))
                .flatMap(type -> views.image(Long.parseLong(file.group(1)), type))
                .orElseThrow(Refusal::notFound);
        String tag = tag(image.bytes());
        // The name stays the same when the image changes, so a browser has to ask; it gets 304 as long as it has the
        // right one.
        context.header("Cache-Control", "no-cache").header("ETag", tag);
        context.header("X-Content-Type-Options", "nosniff").header("Content-Security-Policy", "default-src 'none'");
        if (tag.equals(context.header("If-None-Match"))) {
            context.status(304);
        } else {
            context.contentType(image.type().contentType()).result(image.bytes());
        }
    }

    private static String tag(byte[] image) {
        CRC32C sum = new CRC32C();
        sum.update(image);
        byte[] both = ByteBuffer.allocate(Integer.BYTES * 2)
                .putInt((int) sum.getValue())
                .putInt(image.length)
                .array();
        return '"' + HexFormat.of().formatHex(both) + '"';
    }
}
