package io.firstlight.webedge.love.settings;

import io.firstlight.webedge.love.resource.Field;
import io.firstlight.webedge.love.resource.FieldType;
import io.firstlight.webedge.love.resource.Resource;

/** The plain lists among the settings. */
public final class Lists {

    /** Whom to call, by subsystem. */
    public static final Resource EMERGENCY_CONTACTS = Resource.of(
            "love.emergency_contact",
            "subsystem, id",
            Field.required("subsystem", new FieldType.Text(100, false)),
            Field.required("name", new FieldType.Text(100, false)),
            Field.required("contact_info", new FieldType.Text(100, false)),
            Field.required("email", new FieldType.Email()));

    /** What may be said of an image, by label. */
    public static final Resource IMAGE_TAGS = Resource.of(
            "love.image_tag",
            "label, id",
            Field.required("label", new FieldType.Text(100, false)),
            Field.required("key", new FieldType.Text(100, false)));

    private Lists() {}
}
