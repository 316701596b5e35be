package io.github.listward.destination;

import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows every problem of the definitions at once, where Spring would show a stack trace. */
class InvalidDefinitionsFailureAnalyzer extends AbstractFailureAnalyzer<InvalidDefinitionsException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidDefinitionsException cause) {
        String description = cause.problems().stream()
                .map(problem -> "%s %s.%n    %s.".formatted(problem.property(), problem.problem(), problem.remedy()))
                .collect(Collectors.joining("\n\n", "Listward's definitions cannot be started with:\n\n", ""));
        return new FailureAnalysis(description, "Correct these properties in application.yaml or in the environment, and start again.", cause);
    }
}
