package io.github.listward.console;

import io.github.listward.delivery.ListImport;
import io.github.listward.delivery.ListImports;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The bulk imports of new people. */
@RestController
class ImportsController {

    private static final int MOST = 200;

    record Answer(List<ListImport> imports) {}

    private final ListImports imports;

    ImportsController(ListImports imports) {
        this.imports = imports;
    }

    @GetMapping("/api/imports")
    Answer imports() {
        return new Answer(imports.newest(MOST));
    }
}
