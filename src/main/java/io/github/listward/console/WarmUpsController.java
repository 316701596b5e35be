package io.github.listward.console;

import io.github.listward.delivery.WarmUpStatus;
import io.github.listward.delivery.WarmUps;
import io.github.listward.marketo.Instance;
import io.github.listward.marketo.Instances;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Has the lead ids of an instance learnt in advance. */
@RestController
class WarmUpsController {

    /** @param since first day of the leads' creation */
    record Request(LocalDate since) {}

    private final WarmUps warmUps;
    private final Instances instances;

    WarmUpsController(WarmUps warmUps, Instances instances) {
        this.warmUps = warmUps;
        this.instances = instances;
    }

    @PostMapping("/api/instances/{instance}/warm-up")
    @ResponseStatus(HttpStatus.ACCEPTED)
    WarmUpStatus warmUp(@PathVariable String instance, @RequestBody Request request) {
        require(instance);
        if (request.since() == null) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "since is required: a day before the first lead was created, e.g. 2015-01-01");
        }
        return warmUps.request(instance, request.since().atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    @GetMapping("/api/instances/{instance}/warm-up")
    WarmUpStatus warmUp(@PathVariable String instance) {
        require(instance);
        return warmUps.of(instance)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "Instance " + instance + " has had no warm-up. POST one to begin it"));
    }

    private void require(String id) {
        if (instances.all().stream().map(Instance::munchkinId).noneMatch(id::equals)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no Marketo instance " + id);
        }
    }
}
