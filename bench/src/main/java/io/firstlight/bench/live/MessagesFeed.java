package io.firstlight.bench.live;

import io.firstlight.bench.message.Stamp;
import io.firstlight.bench.message.Template;
import org.jspecify.annotations.Nullable;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Messages as fpesa has them: {@code POST /api/v1/messages/}, and the live feed at {@code /ws/v1/}. Immutable. */
public final class MessagesFeed implements LiveFeed {

    private final String token;
    private final Template template;

    /**
     * Messages of that size.
     *
     * @param token of a user who may post and read
     */
    public MessagesFeed(String token, int messageBytes) {
        this.token = token;
        this.template = Template.data("message", messageBytes);
    }

    @Override
    public String name() {
        return "messages";
    }

    @Override
    public String postPath() {
        return "/api/v1/messages/";
    }

    @Override
    public byte[] post(Stamp stamp) {
        return template.with(stamp);
    }

    @Override
    public String socketPath() {
        return "/ws/v1/?token=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("Authorization", "Token " + token);
    }

    @Override
    public List<byte[]> joining() {
        return List.of();
    }

    @Override
    public @Nullable Stamp stamp(byte[] bytes, int from, int to) {
        return Stamp.find(bytes, from, to);
    }
}
