package io.github.listward.destination;

/**
 * Something wrong with a definition, told so that whoever wrote it can put it right.
 *
 * @param property path of the property, e.g. {@code listward.destinations[0].instance}
 * @param problem what is wrong, as the rest of a sentence that begins with the property; never a credential
 * @param remedy what would be right
 */
public record Problem(String property, String problem, String remedy) {}
