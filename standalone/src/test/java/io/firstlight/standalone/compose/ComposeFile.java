package io.firstlight.standalone.compose;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What of {@code docker-compose.yml} the tests look at, with merge keys resolved. */
final class ComposeFile {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)(?::([-?])([^}]*))?}");

    private final Map<String, Object> root;

    private ComposeFile(Map<String, Object> root) {
        this.root = root;
    }

    /** The file at the root of the repository. */
    static ComposeFile read() throws IOException {
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        return new ComposeFile(map(yaml.load(Files.readString(Repository.file("docker-compose.yml")))));
    }

    Map<String, Map<String, Object>> services() {
        Map<String, Map<String, Object>> services = new TreeMap<>();
        map(root.get("services")).forEach((name, service) -> services.put(name, map(service)));
        return services;
    }

    Set<String> volumes() {
        return new TreeSet<>(map(root.get("volumes")).keySet());
    }

    static List<String> list(Map<String, Object> service, String key) {
        List<String> values = new ArrayList<>();
        if (service.get(key) instanceof List<?> list) {
            list.forEach(value -> values.add(String.valueOf(value)));
        }
        return values;
    }

    static Map<String, String> environment(Map<String, Object> service) {
        Map<String, String> environment = new TreeMap<>();
        map(service.get("environment")).forEach((name, value) -> environment.put(name, String.valueOf(value)));
        return environment;
    }

    /** The value as Compose fills it in, given variables; a default where there is one. */
    static String filledIn(String value, Map<String, String> variables) {
        return VARIABLE.matcher(value).replaceAll(found -> {
            String given = variables.get(found.group(1));
            if (given == null && "-".equals(found.group(2))) {
                return Matcher.quoteReplacement(found.group(3));
            }
            if (given == null) {
                throw new IllegalArgumentException(found.group(1) + " is not set");
            }
            return Matcher.quoteReplacement(given);
        });
    }

    static Map<String, Object> map(@Nullable Object value) {
        Map<String, Object> map = new TreeMap<>();
        if (value instanceof Map<?, ?> entries) {
            entries.forEach((name, entry) -> map.put(String.valueOf(name), entry == null ? "" : entry));
        }
        return map;
    }
}
