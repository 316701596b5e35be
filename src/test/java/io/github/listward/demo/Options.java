package io.github.listward.demo;

import java.util.List;

/**
 * What the demo is asked for.
 *
 * @param exit ends after the table: 0 if everything is as expected, 1 if not
 * @param quick leaves the person and the outage out
 * @param ignoreExits sabotage: starts Listward with a route that delivers no exits, so that the lists come out wrong
 */
record Options(boolean exit, boolean quick, boolean ignoreExits) {

    private static final String EXIT = "--exit";
    private static final String QUICK = "--quick";
    private static final String SABOTAGE = "--sabotage=ignore-exits";

    /** @throws IllegalArgumentException if there is an argument the demo does not know */
    static Options of(String... arguments) {
        List<String> given = List.of(arguments);
        given.stream().filter(each -> !List.of(EXIT, QUICK, SABOTAGE).contains(each)).findFirst().ifPresent(unknown -> {
            throw new IllegalArgumentException("The demo does not know %s. It knows %s, %s and %s.".formatted(unknown, EXIT, QUICK, SABOTAGE));
        });
        return new Options(given.contains(EXIT), given.contains(QUICK), given.contains(SABOTAGE));
    }
}
