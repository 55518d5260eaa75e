package io.firstlight.standalone.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A TCP port; 0 takes a free one. */
public final class PortConverter implements ITypeConverter<Integer> {

    @Override
    public Integer convert(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Falls through to the one message for both mistakes.
        }
        throw new TypeConversionException("'" + text + "' is not a port from 0 to 65535");
    }
}
