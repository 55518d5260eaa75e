package io.firstlight.webedge.rest;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The two cookies of a browser that is logged in, named as Django and Tower name them: {@value #SESSION} holds the token, out of reach of
 * scripts; {@value #CSRF} holds a random text that scripts of our own pages can read, and pages of others cannot, so who repeats it in a
 * request is one of ours. Both go along with requests of the same site only, and with links that lead here ({@code SameSite=Lax}, RFC 6265bis),
 * and are {@code Secure} where the client came by https.
 *
 * <p>They last as long as the browser runs. Thread-safe.
 */
public final class LoginCookies {

    /** The cookie with the token: a secret. */
    public static final String SESSION = "sessionid";

    /** The cookie with the text that a request from our own pages repeats. */
    public static final String CSRF = "csrftoken";

    /** Where a request repeats it: in this header, or in the form field {@value #CSRF_FIELD}. */
    static final String CSRF_HEADER = "X-CSRFToken";

    static final String CSRF_FIELD = "csrfmiddlewaretoken";

    private static final Pattern CSRF_FORM = Pattern.compile("[A-Za-z0-9]{32,64}");
    private static final int RANDOM_BYTES = 32;
    private static final int WHILE_THE_BROWSER_RUNS = -1;

    private final SecureRandom random = new SecureRandom();

    /** The token of a request, if it has a cookie of that name. */
    static @Nullable String session(Context context) {
        String token = context.cookie(SESSION);
        return token == null || token.isEmpty() ? null : token;
    }

    /** Whether the request repeats its cookie. */
    static boolean isFromOurPages(Context context) {
        String cookie = context.cookie(CSRF);
        if (cookie == null || !CSRF_FORM.matcher(cookie).matches()) {
            return false;
        }
        String repeated = context.header(CSRF_HEADER);
        if (repeated == null && LoveCredentials.isForm(context)) {
            repeated = context.formParam(CSRF_FIELD);
        }
        return repeated != null && MessageDigest.isEqual(bytes(cookie), bytes(repeated));
    }

    /** Gives the client a text to repeat unless it has one: another would cut off what its other pages have open. */
    void ensureCsrf(Context context) {
        String cookie = context.cookie(CSRF);
        if (cookie == null || !CSRF_FORM.matcher(cookie).matches()) {
            rotateCsrf(context);
        }
    }

    /** Gives the client a new one: what was there before a login must not hold after it. */
    void rotateCsrf(Context context) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        put(context, CSRF, HexFormat.of().formatHex(bytes), WHILE_THE_BROWSER_RUNS, false);
    }

    /** Gives the client its token. */
    static void putSession(Context context, String token) {
        put(context, SESSION, token, WHILE_THE_BROWSER_RUNS, true);
    }

    /** Takes the token away. */
    static void clearSession(Context context) {
        put(context, SESSION, "", 0, true);
    }

    private static void put(Context context, String name, String value, int maxAgeS, boolean httpOnly) {
        context.cookie(new Cookie(name, value, "/", maxAgeS, isHttps(context), httpOnly, null, SameSite.LAX));
    }

    /** A proxy in front says how the client came. Whoever makes that up gets a cookie that he cannot use. */
    private static boolean isHttps(Context context) {
        String forwarded = context.header("X-Forwarded-Proto");
        String scheme = forwarded == null ? context.scheme() : forwarded.split(",", 2)[0].strip();
        return scheme.toLowerCase(Locale.ROOT).equals("https");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
