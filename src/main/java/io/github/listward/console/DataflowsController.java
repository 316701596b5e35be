package io.github.listward.console;

import io.github.listward.destination.Audience;
import io.github.listward.destination.Dataflow;
import io.github.listward.destination.Definitions;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is activated where, as people call it. */
@RestController
class DataflowsController {

    record Answer(List<DefinedDataflow> dataflows) {}

    record DefinedDataflow(String dataflow, String name, String destination, boolean enabled, List<DefinedAudience> audiences) {

        static DefinedDataflow of(Dataflow dataflow) {
            return new DefinedDataflow(dataflow.id(), dataflow.name(), dataflow.destination(), dataflow.enabled(),
                    dataflow.audiences().stream().map(DefinedAudience::of).toList());
        }
    }

    /** @param name null when neither the audience nor its list is given one: the events name it then */
    record DefinedAudience(String audience, String name, boolean enabled) {

        static DefinedAudience of(Audience audience) {
            return new DefinedAudience(audience.id(), audience.name() != null ? audience.name() : audience.listName(), audience.enabled());
        }
    }

    private final Definitions definitions;

    DataflowsController(Definitions definitions) {
        this.definitions = definitions;
    }

    @GetMapping("/api/dataflows")
    Answer all() {
        return new Answer(definitions.dataflows().stream().map(DefinedDataflow::of).toList());
    }
}
