package io.github.listward.console;

import io.github.listward.delivery.Settling;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Pauses, resumes and settles audiences. */
@RestController
class SettlingsController {

    record Answer(List<Settling> settlings) {}

    /** @param audiences how many will be settled */
    record Requested(int audiences) {}

    private final AudienceTerms terms;

    SettlingsController(AudienceTerms terms) {
        this.terms = terms;
    }

    @PostMapping("/api/dataflows/{dataflow}/audiences/{audience}/pause")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void pause(@PathVariable String dataflow, @PathVariable String audience) {
        terms.pause(dataflow, audience);
    }

    @PostMapping("/api/dataflows/{dataflow}/audiences/{audience}/resume")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void resume(@PathVariable String dataflow, @PathVariable String audience) {
        terms.resume(dataflow, audience);
    }

    @PostMapping("/api/dataflows/{dataflow}/audiences/{audience}/settle")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Requested settle(@PathVariable String dataflow, @PathVariable String audience) {
        terms.settle(dataflow, audience);
        return new Requested(1);
    }

    @PostMapping("/api/settle")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Requested settleAll() {
        return new Requested(terms.settleAll());
    }

    @GetMapping("/api/settlings")
    Answer settlings() {
        return new Answer(terms.settlings());
    }
}
