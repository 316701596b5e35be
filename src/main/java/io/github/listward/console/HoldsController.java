package io.github.listward.console;

import io.github.listward.delivery.Hold;
import io.github.listward.delivery.Holds;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** What waits for its list or its destination, and an end to the waiting. */
@RestController
class HoldsController {

    record Answer(List<Hold> holds) {}

    private final Holds holds;

    HoldsController(Holds holds) {
        this.holds = holds;
    }

    @GetMapping("/api/holds")
    Answer holds() {
        return new Answer(holds.all());
    }

    @PostMapping("/api/holds/{number}/release")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Hold release(@PathVariable long number) {
        return holds.release(number)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no hold " + number + ", or it is over. See /api/holds"));
    }
}
