package io.github.listward.destination;

import io.github.listward.marketo.Instances;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Turns {@code listward.instances}, {@code listward.destinations} and {@code listward.dataflows} into what the runtime works with, or refuses the start. */
@Configuration(proxyBeanMethods = false)
class DefinitionsConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(DefinitionsConfiguration.class);

    @Bean
    static DefinitionsBinding definitionsBinding() {
        return new DefinitionsBinding();
    }

    /** @throws InvalidDefinitionsException naming everything that is wrong with them */
    @Bean
    Definitions definitions(DefinitionsProperties properties, DefinitionsBinding binding) {
        DefinitionsValidator validator = new DefinitionsValidator(properties);
        List<Problem> problems = new ArrayList<>(binding.problems());
        // What could not be read counts as absent, and would be reported twice.
        validator.problems().stream()
                .filter(problem -> binding.problems().stream().noneMatch(unread -> unread.property().equals(problem.property())))
                .forEach(problems::add);
        if (!problems.isEmpty()) {
            throw new InvalidDefinitionsException(problems);
        }
        validator.warnings().forEach(warning -> LOG.warn("{} {}. {}.", warning.property(), warning.problem(), warning.remedy()));
        return new Definitions(properties.destinations(), properties.dataflows());
    }

    @Bean
    Instances instances(DefinitionsProperties properties, Definitions checked) {
        return new Instances(properties.instances());
    }
}
