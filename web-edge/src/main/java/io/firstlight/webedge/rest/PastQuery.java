package io.firstlight.webedge.rest;

import io.firstlight.auth.right.AddressPattern;
import io.firstlight.auth.right.Right;
import io.firstlight.auth.session.Principal;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.schemas.position.PositionToken;
import io.firstlight.webedge.history.Moment;
import io.firstlight.webedge.target.Target;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The parameters that questions about state and history have in common, read strictly. */
final class PastQuery {

    static final String ADDRESS = "address";

    /** More patterns than this are a mistake: each record is compared with all of them. */
    private static final int MAX_PATTERNS = 64;

    private static final Pattern MILLISECONDS = Pattern.compile("-?[0-9]{1,15}");

    private PastQuery() {}

    /** Refuses parameters of other names: a misspelt one would silently widen the question. */
    static void requireOnly(Context context, Set<String> names) {
        for (String name : context.queryParamMap().keySet()) {
            if (!names.contains(name)) {
                throw bad("There is no parameter '" + name + "'; there are "
                        + String.join(", ", names.stream().sorted().toList()) + ".");
            }
        }
    }

    /**
     * The addresses asked for, of which the user has the right to each.
     *
     * @param kept whether there is something to be found of a category
     */
    static Target.OfSelection target(Context context, Principal principal, Right right, Predicate<Category> kept) {
        List<String> texts = context.queryParams(ADDRESS);
        if (texts.isEmpty() || texts.size() > MAX_PATTERNS) {
            throw bad("Give 1 to " + MAX_PATTERNS + " parameters 'address', such as address=event-ATDome-0-all.");
        }
        List<AddressPattern> patterns = new ArrayList<>();
        for (String text : texts) {
            AddressPattern pattern = pattern(text);
            if (!principal.may(right, pattern)) {
                throw new RequestRefused(
                        ErrorCode.NOT_ALLOWED, "You lack the right to " + word(right) + " of " + pattern + ".");
            }
            patterns.addAll(byCategory(pattern, kept));
        }
        return new Target.OfSelection(String.join(",", texts), patterns);
    }

    private static AddressPattern pattern(String text) {
        try {
            return AddressPattern.parse(text);
        } catch (IllegalArgumentException e) {
            throw bad("address: " + e.getMessage());
        }
    }

    private static String word(Right right) {
        return right == Right.HISTORY ? "the history" : "the state";
    }

    /** A pattern for each of its categories. */
    private static List<AddressPattern> byCategory(AddressPattern pattern, Predicate<Category> kept) {
        List<AddressPattern> patterns = new ArrayList<>();
        for (Category category : Category.values()) {
            if ((pattern.category() == null || pattern.category() == category) && kept.test(category)) {
                patterns.add(new AddressPattern(category, pattern.csc(), pattern.salindex(), pattern.stream()));
            }
        }
        if (patterns.isEmpty()) {
            throw bad("address: nothing of the kind is kept of the category of " + pattern + ".");
        }
        return patterns;
    }

    /** The moment that a parameter names; null if it is not given. */
    static @Nullable Moment moment(Context context, String name) {
        String text = single(context, name);
        return text == null ? null : moment(name, text);
    }

    /** The moment that a parameter's text names. */
    static Moment moment(String name, String text) {
        if (MILLISECONDS.matcher(text).matches()) {
            return new Moment.AtTime(Long.parseLong(text));
        }
        // Tokens begin with a letter, which stands for their version; times do not.
        return text.isEmpty() || isTimeLike(text) ? time(name, text) : position(name, text);
    }

    private static boolean isTimeLike(String text) {
        return Character.isDigit(text.charAt(0)) || text.charAt(0) == '-' || text.charAt(0) == '+';
    }

    private static Moment time(String name, String text) {
        // A plus that was not escaped arrives as a space.
        String iso = text.replace(' ', '+');
        try {
            return new Moment.AtTime(OffsetDateTime.parse(iso).toInstant().toEpochMilli());
        } catch (ArithmeticException e) {
            throw bad(name + " is beyond all time: '" + text + "'.");
        } catch (DateTimeParseException e) {
            try {
                return new Moment.AtTime(Instant.parse(iso + 'Z').toEpochMilli());
            } catch (DateTimeParseException | ArithmeticException noTime) {
                throw bad(name + " must be a time (ISO 8601 such as 2026-03-01T12:00:00Z, or unix milliseconds)"
                        + " or a position, and is '" + text + "'.");
            }
        }
    }

    /** The position that a parameter names. */
    static Moment position(String name, String text) {
        return PositionToken.decode(text)
                .map(Moment.AtPosition::new)
                .orElseThrow(() -> new RequestRefused(
                        ErrorCode.POSITION_FOREIGN, name + " is neither a time nor a position of this system."));
    }

    /** A parameter that may stand once; null if it does not. */
    static @Nullable String single(Context context, String name) {
        List<String> values = context.queryParams(name);
        if (values.size() > 1) {
            throw bad(name + " is given " + values.size() + " times.");
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    static RequestRefused bad(String message) {
        return new RequestRefused(ErrorCode.BAD_PARAMETER, message);
    }
}
