package io.github.listward.destination;

import java.util.List;
import java.util.stream.Collectors;

/** The definitions cannot be started with. Carries everything that is wrong, not just the first thing. */
public class InvalidDefinitionsException extends RuntimeException {

    private final List<Problem> problems;

    public InvalidDefinitionsException(List<Problem> problems) {
        super(problems.stream()
                .map(problem -> "%s %s. %s.".formatted(problem.property(), problem.problem(), problem.remedy()))
                .collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    List<Problem> problems() {
        return problems;
    }
}
