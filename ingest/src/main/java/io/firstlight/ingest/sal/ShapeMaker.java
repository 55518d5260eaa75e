package io.firstlight.ingest.sal;

import org.apache.avro.Schema;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes shapes of the types of one schema. Schemas come from outside: those without an end, or that unfold without measure, are refused. Used
 * once.
 */
final class ShapeMaker {

    private static final int MOST_DEPTH = 20;
    private static final int MOST_SHAPES = 20_000;

    private int made;

    /**
     * The shape of a field.
     *
     * @throws UnusableSchema if it has none
     */
    Shape of(Schema schema) {
        return of(schema, 0);
    }

    private Shape of(Schema schema, int depth) {
        if (depth > MOST_DEPTH || ++made > MOST_SHAPES) {
            throw new UnusableSchema("its types are nested without end", null);
        }
        return switch (schema.getType()) {
            case NULL -> new Shape.Nothing();
            case BOOLEAN -> new Shape.Flag();
            case INT, LONG -> new Shape.Whole();
            case FLOAT -> new Shape.Real(true);
            case DOUBLE -> new Shape.Real(false);
            case STRING -> new Shape.Text();
            case ENUM -> new Shape.Symbol(schema.getEnumSymbols());
            case BYTES -> new Shape.Opaque(-1);
            case FIXED -> new Shape.Opaque(schema.getFixedSize());
            case ARRAY -> series(of(schema.getElementType(), depth + 1));
            case MAP -> new Shape.Mapping(of(schema.getValueType(), depth + 1));
            case UNION -> choice(schema, depth);
            case RECORD -> group(schema, depth);
        };
    }

    private static Shape series(Shape element) {
        if (element.leastBytes() == 0) {
            // Any number of them would fit into no bytes.
            throw new UnusableSchema("it has an array of nothing", null);
        }
        return new Shape.Series(element);
    }

    private Shape choice(Schema schema, int depth) {
        List<Shape> branches = new ArrayList<>();
        for (Schema branch : schema.getTypes()) {
            branches.add(of(branch, depth + 1));
        }
        return new Shape.Choice(branches);
    }

    private Shape group(Schema schema, int depth) {
        List<String> names = new ArrayList<>();
        List<Shape> shapes = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            names.add(field.name());
            shapes.add(of(field.schema(), depth + 1));
        }
        return new Shape.Group(names, shapes);
    }
}
