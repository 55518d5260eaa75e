package io.firstlight.ingest.source.mqtt;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with references to levels of an MQTT topic: <code>{2}</code> is the second level, <code>{2-}</code> the second and all behind it with dots
 * between. Immutable.
 */
record Template(String text) {

    private static final Pattern REFERENCE = Pattern.compile("\\{([1-9][0-9]{0,2})(-?)}");

    /** The highest level that it refers to, 0 if none. */
    int highestLevel() {
        return REFERENCE
                .matcher(text)
                .results()
                .mapToInt(reference -> Integer.parseInt(reference.group(1)))
                .max()
                .orElse(0);
    }

    /** Whether there are braces that are no reference. */
    boolean isMalformed() {
        String rest = REFERENCE.matcher(text).replaceAll("");
        return rest.indexOf('{') >= 0 || rest.indexOf('}') >= 0;
    }

    /** The text for a topic; levels that the topic lacks are empty. */
    String fill(List<String> levels) {
        return REFERENCE.matcher(text).replaceAll(reference -> {
            int from = Math.min(Integer.parseInt(reference.group(1)) - 1, levels.size());
            int to = Math.min(reference.group(2).isEmpty() ? from + 1 : levels.size(), levels.size());
            return Matcher.quoteReplacement(String.join(".", levels.subList(from, to)));
        });
    }
}
