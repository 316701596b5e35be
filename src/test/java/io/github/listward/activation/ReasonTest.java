package io.github.listward.activation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.activation.Reason.Actor;
import io.github.listward.activation.Reason.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReasonTest {

    private static final Path PAGE = Path.of("docs/reasons.md");
    private static final Pattern ROW = Pattern.compile("\\| `[A-Z_]+` \\|.*");

    @Test
    void thePageHasEveryReason() throws IOException {
        assertThat(Files.readAllLines(PAGE).stream().filter(line -> ROW.matcher(line).matches()))
                .containsExactlyElementsOf(Arrays.stream(Reason.values()).map(ReasonTest::row).toList());
    }

    @ParameterizedTest
    @EnumSource
    void saysWhoActsAndWhatToDo(Reason reason) {
        assertThat(reason.whatToDo()).isNotBlank().doesNotEndWith(".");
        assertThat(reason.whoActs() == Actor.NOBODY).as("nothing is to be done").isEqualTo(reason.whatToDo().startsWith("Nothing: ") || reason.whatToDo().startsWith("Nothing. "));
        assertThat(reason.replayHelps()).as("a replay is asked for").isEqualTo(reason.whatToDo().contains("replay"));
        assertThat(reason.replayHelps() && reason.kind() != Kind.FAILED).as("a replay of what did not fail").isFalse();
    }

    private static String row(Reason reason) {
        return "| `%s` | %s | %s | %s | %s | %s |".formatted(reason, reason.kind().name().toLowerCase(Locale.ROOT), reason.meaning(),
                reason.whoActs().title(), reason.whatToDo(), reason.replayHelps() ? "yes" : "no");
    }
}
