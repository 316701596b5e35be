package io.github.listward.demo;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The demo as its user starts it: a process, judged by its exit code. */
class DemoIT {

    private static final long LONGEST_MINUTES = 4;

    /**
     * Steps of failure policies. Camel gives such a step one MBean, of the first route that gets the policy, however many routes use it,
     * so its counter says nothing.
     */
    private static final Set<String> NOT_COUNTED =
            Set.of("state-failure", "failed-to-dead-letter", "pause", "judge-refusal", "halve-what-timed-out", "judge-rejected-token", "judge-check", "judge-import",
                    "note-usage-unanswered", "note-questions-unanswered");

    /** Routes for what does not happen in the demo, and who plays it instead. */
    private static final Map<String, String> NOT_PLAYED = Map.ofEntries(
            entry("replay-failures", "ReplayIT; it is the visitor's to try"),
            entry("rebuild-failures", "ReplayIT"),
            entry("ask-members", "SettleIT"),
            entry("answer-instance", "TraceRouteTest"),
            entry("requeue-memberships", "SettleIT"),
            entry("probe-list", "HoldsIT"),
            entry("release-held", "HoldsIT"),
            entry("repeat-moves", "TakeOverIT"),
            entry("wake-delivery", "TakeOverIT"),
            entry("import-leads", "ImportIT"),
            entry("check-import", "ImportIT"),
            entry("conclude-import", "ImportIT"),
            entry("call-for-import", "ImportIT"),
            entry("extract-leads", "WarmUpRouteTest"),
            entry("ask-for-extract", "WarmUpRouteTest"),
            entry("remember-leads", "WarmUpRouteTest"));

    /** Steps that lead there. */
    private static final Set<String> NOT_TAKEN = Set.of("to-ask-members", "to-answer-instance", "to-requeue-memberships", "to-probe-list", "to-repeat-moves", "check-first",
            "keep-warm-up", "by-warm-up-step", "to-extract-leads", "to-remember-leads", "by-step", "to-import-leads", "to-check-import");

    @Test
    void endsWellAndUsesEveryStepOfEveryRoute() throws Exception {
        Run run = Run.demo("--exit");

        assertThat(run.exitCode).as(run.output).isZero();
        assertThat(run.output).contains("Everything is as expected.");
        assertThat(unusedSteps()).isEmpty();
    }

    @Test
    void noticesWhenExitsAreNotDelivered() throws Exception {
        Run run = Run.demo("--exit", "--quick", "--sabotage=ignore-exits");

        assertThat(run.exitCode).as(run.output).isEqualTo(1);
        assertThat(run.output).contains("WRONG: list \"VIP Europe 2025\"").contains("WRONG: list \"Win back\"");
    }

    private static Set<String> unusedSteps() throws IOException {
        return Files.readAllLines(EipReport.FILE).stream()
                .skip(1)
                .map(line -> line.split(","))
                .filter(cells -> cells[2].equals("0") && !NOT_COUNTED.contains(cells[1]))
                .filter(cells -> !NOT_PLAYED.containsKey(cells[0]) && !NOT_TAKEN.contains(cells[1]))
                .map(cells -> cells[0] + ": " + cells[1])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private record Run(int exitCode, String output) {

        static Run demo(String... arguments) throws IOException, InterruptedException {
            Path output = Files.createTempFile("demo", ".txt");
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", System.getProperty("java.class.path"), DemoMain.class.getName()));
            command.addAll(List.of(arguments));
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
            try {
                boolean ended = process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES);
                assertThat(ended).as("the demo ended in %s minutes", LONGEST_MINUTES).isTrue();
                return new Run(process.exitValue(), Files.readString(output));
            } finally {
                process.destroyForcibly();
                Files.deleteIfExists(output);
            }
        }
    }
}
