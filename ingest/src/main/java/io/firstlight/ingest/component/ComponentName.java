package io.firstlight.ingest.component;

import io.firstlight.schemas.address.Component;

import java.util.regex.Pattern;

/**
 * Components as people name them on a command line: {@code ATDome}, {@code MTHexapod:1}; no index is 0. The form is that of ts_salobj's
 * {@code name_to_name_index}.
 */
public final class ComponentName {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_-][A-Za-z0-9_-]*");
    private static final Pattern INDEX = Pattern.compile("[0-9]+");

    private ComponentName() {}

    /**
     * Reads a name with or without an index.
     *
     * @throws IllegalArgumentException if it is none; the message is for who typed it
     */
    public static Component parse(String text) {
        int colon = text.indexOf(':');
        String csc = colon < 0 ? text : text.substring(0, colon);
        if (!NAME.matcher(csc).matches()) {
            throw new IllegalArgumentException("'" + text
                    + "' names no component: a name is made of letters, digits, '_' and '-' and does not begin with a digit,"
                    + " as in ATDome or MTHexapod:1");
        }
        return new Component(csc, colon < 0 ? 0 : index(text, text.substring(colon + 1)));
    }

    private static int index(String text, String index) {
        if (index.isEmpty()) {
            throw new IllegalArgumentException("'" + text + "' has a colon and no index after it");
        }
        if (index.equals("*")) {
            throw new IllegalArgumentException("'" + text
                    + "' is a wildcard, which is not taken here: name each instance, or none to take all there are");
        }
        if (!INDEX.matcher(index).matches()) {
            throw new IllegalArgumentException("the index '" + index + "' of '" + text + "' is not a whole number");
        }
        try {
            return Integer.parseInt(index);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "the index '" + index + "' of '" + text + "' is above " + Integer.MAX_VALUE, e);
        }
    }
}
