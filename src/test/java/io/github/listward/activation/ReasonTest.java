package io.github.listward.activation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.Readme;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReasonTest {

    private static final Pattern ROW = Pattern.compile("^\\| `[A-Z_]+` \\| (excluded|failed|held) \\| .* \\|$");

    @Test
    void theReadmeListsEveryReasonWithItsMeaning() {
        assertThat(Readme.lines(ROW)).extracting(row -> row.group())
                .containsExactlyElementsOf(Arrays.stream(Reason.values()).map(ReasonTest::row).toList());
    }

    private static String row(Reason reason) {
        return "| `%s` | %s | %s |".formatted(reason, reason.kind().name().toLowerCase(Locale.ROOT), reason.meaning());
    }
}
