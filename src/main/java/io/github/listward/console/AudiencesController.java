package io.github.listward.console;

import io.github.listward.monitoring.AudienceCounts;
import io.github.listward.monitoring.Audiences;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What became of the changes, per audience. */
@RestController
class AudiencesController {

    record Answer(List<AudienceCounts> audiences) {}

    private final Audiences audiences;

    AudiencesController(Audiences audiences) {
        this.audiences = audiences;
    }

    @GetMapping("/api/audiences")
    Answer counts() {
        return new Answer(audiences.counts());
    }
}
