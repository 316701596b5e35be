package io.github.listward.console;

import io.github.listward.activation.Reason;
import io.github.listward.marketo.ErrorCode;
import io.github.listward.marketo.ErrorCodes;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** What the codes mean, who acts and what to do: ours, and Marketo's. The pages docs/reasons.md and docs/marketo-errors.md have the same. */
@RestController
class ReasonsController {

    record Entry(String code, Reason.Kind kind, String meaning, String whoActs, String whatToDo, boolean replayHelps) {

        static Entry of(Reason reason) {
            return new Entry(reason.name(), reason.kind(), reason.meaning(), reason.whoActs().title(), reason.whatToDo(), reason.replayHelps());
        }
    }

    record Catalogue(List<Entry> reasons) {}

    record MarketoCode(String code, List<String> levels, String meaning, String reaction, String whatToDo) {

        static MarketoCode of(ErrorCode code) {
            return new MarketoCode(code.code(), code.levels().stream().map(Enum::name).sorted().toList(), code.meaning(), code.reaction().name(), code.remedy());
        }
    }

    record MarketoCodes(List<MarketoCode> codes) {}

    @GetMapping("/api/reasons")
    Catalogue all() {
        return new Catalogue(Arrays.stream(Reason.values()).map(Entry::of).toList());
    }

    @GetMapping("/api/reasons/{code}")
    Entry one(@PathVariable String code) {
        return Stream.of(Reason.values())
                .filter(reason -> reason.name().equals(code.toUpperCase(Locale.ROOT)))
                .map(Entry::of)
                .findFirst()
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no reason " + code + ". See /api/reasons"));
    }

    @GetMapping("/api/marketo-codes")
    MarketoCodes marketoCodes() {
        return new MarketoCodes(ErrorCodes.all().stream().map(MarketoCode::of).toList());
    }
}
