package io.firstlight.ingest.source.poll;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class PollConfigTest {

    @TempDir
    private Path directory;

    private PollConfig config(String poll) throws IOException {
        Path file =
                Files.writeString(directory.resolve("polls.json"), ("{'polls': [{" + poll + "}]}").replace('\'', '"'));
        return PollConfig.from(Map.of(PollConfig.RULES, file.toString()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'csc': 'A', 'stream': 's'                                    | polls 1 '': url is missing",
                "'url': 'ftp://h/', 'csc': 'A', 'stream': 's'                 | polls 1 'ftp://h/': url=ftp://h/ is no URL",
                "'url': 'http://h h', 'csc': 'A', 'stream': 's'               | url=http://h h is no URL of http or https",
                "'url': 'http://h', 'stream': 's'                             | csc is missing",
                "'url': 'http://h', 'csc': 'A', 'stream': 's', 'period': 5    | period is no key here; there is category, csc,",
                "'url': 'http://h', 'csc': 'A', 'stream': 's', 'period_ms': 5 | period_ms=5 must be a whole number from 100",
                "'url': 'http://h', 'csc': 'A', 'stream': 's', 'fields': []   | fields must be a list of objects",
                "'url': 'http://h', 'csc': 'A', 'stream': 's', 'fields': [{'name': 'a', 'pointer': 'a'}] |"
                        + " fields 1 'a': pointer=a is no JSON pointer such as /main/temp",
                "'url': 'http://h', 'csc': 'A', 'stream': 's', 'fields': [{'name': 'a', 'pointer': '/a'}, {'name': 'a', 'pointer': '/b'}] |"
                        + " fields 2 'a': name=a is there twice",
                "'url': 'http://h', 'csc': 'A', 'stream': 's', 'fields': [{'name': 'a', 'pointer': '/a'}], 'units': {} |"
                        + " units belong into the fields",
                "'url': 'http://h', 'csc': 'A', 'stream': 's', 'headers': {'Host': 'x'} | headers cannot be sent"
            })
    void aWrongRuleIsNamedWithItsPlace(String poll, String expected) {
        assertThatThrownBy(() -> config(poll))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("FIRSTLIGHT_POLL_RULES=" + directory)
                .hasMessageContaining(expected);
    }

    @Test
    void whatIsLoggedOfAPollHasNoSecretInIt() throws IOException {
        Poll poll = config("'url': 'http://host:81/a?key=secret', 'csc': 'A', 'stream': 's',"
                        + " 'headers': {'Authorization': 'Bearer secret'}")
                .polls()
                .getFirst();
        assertThat(poll).hasToString("http://host:81/a");
    }
}
