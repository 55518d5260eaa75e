package io.firstlight.standalone.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The option {@code --kafka} of every command that talks to a broker. */
public final class KafkaOption {

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT[,...]",
            defaultValue = "localhost:9092",
            converter = Servers.class,
            description = "Kafka brokers to begin with (default: ${DEFAULT-VALUE}).")
    private String servers;

    /** In Kafka's form of {@code bootstrap.servers}. */
    public String servers() {
        return servers;
    }

    /** Checks the form; whether somebody answers there is another question. */
    public static final class Servers implements ITypeConverter<String> {

        private static final Pattern FORM = Pattern.compile("(\\[[0-9A-Fa-f:]+]|[A-Za-z0-9_.-]+):(\\d{1,5})");

        @Override
        public String convert(String text) {
            for (String server : text.split(",", -1)) {
                Matcher matcher = FORM.matcher(server.strip());
                if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 65535) {
                    throw new TypeConversionException("'" + server + "' is not HOST:PORT, for example localhost:9092");
                }
            }
            return text.replace(" ", "");
        }
    }
}
