package io.firstlight.bench.live;

import io.firstlight.bench.message.Stamp;
import io.firstlight.bench.message.Template;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Notices as Tower has them: {@code POST /api/v1/notices}, and a channel of the socket at {@code /websocket/}. Immutable. */
public final class NoticesFeed implements LiveFeed {

    private static final String GROUP = "bench_jobs";
    private static final String TYPE = "status_changed";

    private final String token;
    private final Template template;

    /**
     * Notices of that size.
     *
     * @param token of a user who may write and read them
     */
    public NoticesFeed(String token, int postBytes) {
        this.token = token;
        this.template = Template.notice(GROUP, TYPE, postBytes);
    }

    @Override
    public String name() {
        return "notices";
    }

    @Override
    public String postPath() {
        return "/api/v1/notices";
    }

    @Override
    public byte[] post(Stamp stamp) {
        return template.with(stamp);
    }

    @Override
    public String socketPath() {
        return "/websocket/";
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("Authorization", "Bearer " + token);
    }

    @Override
    public List<byte[]> joining() {
        String groups = "{\"groups\": {\"" + GROUP + "\": [\"" + TYPE + "\"]}}";
        return List.of(groups.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public @Nullable Stamp stamp(byte[] bytes, int from, int to) {
        return Stamp.find(bytes, from, to);
    }
}
