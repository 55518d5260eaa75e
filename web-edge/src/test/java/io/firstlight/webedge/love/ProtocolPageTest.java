package io.firstlight.webedge.love;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The pages on LOVE's protocol and on fpesa's name the test that shows each fact: those tests must be there. */
class ProtocolPageTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern QUOTED = Pattern.compile("`([A-Za-z/]+Test(?:\\.\\w+)*|[a-z]+[A-Z]\\w+)`");

    @ParameterizedTest
    @CsvSource({
        "love.md, '## The reference, fact by fact', 80",
        "fpesa.md, '## The reference, fact by fact', 50",
        "tower.md, '## Tower''s weak points, and ours', 25"
    })
    void namesOnlyTestsThatExist(String name, String from, int atLeast) throws IOException {
        String page = Files.readString(ROOT.resolve("docs/protocols/" + name));
        Map<String, String> sources = testSources();
        List<String> missing = new ArrayList<>();
        int named = 0;
        for (String row : page.substring(page.indexOf(from))
                .lines()
                .filter(line -> line.startsWith("|"))
                .toList()) {
            String source = "";
            Matcher quoted = QUOTED.matcher(row.substring(row.indexOf('|', 1)));
            while (quoted.find()) {
                String[] parts = quoted.group(1).split("\\.", -1);
                boolean ofLast = !parts[0].endsWith("Test");
                if (!ofLast) {
                    source = sources.getOrDefault(parts[0].substring(parts[0].lastIndexOf('/') + 1), "");
                }
                boolean there = !source.isEmpty();
                for (int i = ofLast ? 0 : 1; i < parts.length; i++) {
                    there = there && source.matches("(?s).*(class|void) " + parts[i] + "\\b.*");
                }
                named++;
                if (!there) {
                    missing.add(quoted.group(1) + " in " + row);
                }
            }
        }

        assertThat(missing).isEmpty();
        assertThat(named).isGreaterThan(atLeast);
    }

    private static Map<String, String> testSources() throws IOException {
        try (Stream<Path> files = Files.find(
                ROOT,
                12,
                (path, attributes) -> path.toString().replace('\\', '/').matches(".*/src/test/java/.*Test\\.java"))) {
            return files.collect(Collectors.toMap(
                    path -> path.getFileName().toString().replace(".java", ""),
                    ProtocolPageTest::read,
                    (one, other) -> one + other));
        }
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
