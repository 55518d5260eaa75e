package io.firstlight.standalone.demo.sal;

/** Types of fields, with their names in SAL's descriptions. */
public enum FieldType {
    BOOLEAN("boolean"),
    INT("int"),
    LONG("long long"),
    FLOAT("float"),
    DOUBLE("double"),
    STRING("string");

    private final String salName;

    FieldType(String salName) {
        this.salName = salName;
    }

    /** The name in SAL's descriptions of topics. */
    public String salName() {
        return salName;
    }

    /** Whether its numbers are whole. */
    boolean isWhole() {
        return this == INT || this == LONG;
    }
}
