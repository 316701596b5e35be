package io.github.listward.console;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Serves the contract of this API. */
@RestController
class ContractController {

    @GetMapping(path = "/api/openapi.yaml", produces = "application/yaml")
    Resource contract() {
        return new ClassPathResource("openapi.yaml");
    }
}
