package io.github.listward.console;

import io.github.listward.delivery.RequestedChecks;
import io.github.listward.destination.Definitions;
import io.github.listward.destination.Destination;
import io.github.listward.monitoring.Overview;
import io.github.listward.monitoring.Overviews;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** How everything stands, and a second look at a destination. */
@RestController
class OverviewController {

    private final Overviews overviews;
    private final Definitions definitions;
    private final RequestedChecks checks;

    OverviewController(Overviews overviews, Definitions definitions, RequestedChecks checks) {
        this.overviews = overviews;
        this.definitions = definitions;
        this.checks = checks;
    }

    @GetMapping("/api/overview")
    Overview overview() {
        return overviews.now();
    }

    @PostMapping("/api/destinations/{destination}/check")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void check(@PathVariable String destination) {
        Destination found = definitions.destination(destination);
        if (found == null) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no destination " + destination + ". See /api/overview");
        }
        checks.request(found.instance());
    }
}
