package io.github.listward.marketo;

/**
 * What one code means, and what to do.
 *
 * @param code Marketo's code, or {@code http-} and the HTTP status
 * @param meaning in our words, for messages and reports
 */
public record ErrorCode(String code, String meaning, Reaction reaction) {}
