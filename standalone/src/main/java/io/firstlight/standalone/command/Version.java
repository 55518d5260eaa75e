package io.firstlight.standalone.command;

import picocli.CommandLine.IVersionProvider;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The version that the build wrote into the jar, and the Java that runs it. */
public final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"firstlight " + number() + " (Java " + Runtime.version() + ")"};
    }

    /** For example {@code 0.1.0}. */
    public static String number() {
        Properties properties = new Properties();
        try (InputStream file = Version.class.getResourceAsStream("version.properties")) {
            properties.load(Objects.requireNonNull(file, "version.properties"));
        } catch (IOException e) {
            throw new UncheckedIOException("version.properties cannot be read", e);
        }
        return properties.getProperty("version", "unknown");
    }
}
