package io.github.listward.sandbox;

/**
 * A field of a lead.
 *
 * @param name REST name
 * @param type Marketo's data type, e.g. {@code string}
 * @param length of a string, in characters; null for types without one
 * @param searchable whether leads can be found by it
 * @param company whether it belongs to the lead's company
 */
record Field(String name, String displayName, FieldType type, Integer length, boolean updateable, boolean searchable, boolean company) {}
