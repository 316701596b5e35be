package io.github.listward.benchmark;

import io.github.listward.sandbox.MarketoSandbox;
import io.github.listward.sandbox.Move;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sandbox in a process of its own, so that neither its memory nor its work is taken for Listward's. It is asked over its standard input. */
final class SandboxProcess implements AutoCloseable {

    private static final List<String> LIMITS = List.of("606", "607", "615");

    private final Process process;
    private final BufferedReader answers;
    private final PrintWriter questions;
    private final String baseUrl;

    private SandboxProcess(Process process) throws IOException {
        this.process = process;
        answers = process.inputReader(StandardCharsets.UTF_8);
        questions = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        baseUrl = answers.readLine();
    }

    /** With Marketo's limits not in force yet. */
    static SandboxProcess start(Path directory, Duration latency) throws IOException {
        return new SandboxProcess(new ProcessBuilder(JavaProcess.command(3_000, SandboxProcess.class, List.of(), Long.toString(latency.toMillis())))
                .redirectError(directory.resolve("sandbox.log").toFile())
                .start());
    }

    String baseUrl() {
        return baseUrl;
    }

    void enforcesLimits(boolean enforced) {
        ask("limits " + enforced);
    }

    /** Calls so far. */
    int calls() {
        return Integer.parseInt(ask("calls"));
    }

    /** Calls refused so far because of a limit. */
    int refused() {
        return Integer.parseInt(ask("refused"));
    }

    int mostCallsInWindow() {
        return Integer.parseInt(ask("window"));
    }

    int mostCallsAtATime() {
        return Integer.parseInt(ask("at-a-time"));
    }

    /** Calls of this operation, as the sandbox names them. */
    int calls(String operation) {
        return Integer.parseInt(ask("calls-of " + operation));
    }

    int members(String list) {
        return Integer.parseInt(ask("members " + list));
    }

    /** When what is known by these e-mail addresses was last moved in the list. */
    Map<String, Instant> lastMoves(String list, List<String> emails) {
        Map<String, Instant> moves = new HashMap<>();
        for (String email : emails) {
            String at = ask("last-move " + email + " " + list);
            if (!at.isEmpty()) {
                moves.put(email, Instant.parse(at));
            }
        }
        return moves;
    }

    private String ask(String question) {
        questions.println(question);
        try {
            String answer = answers.readLine();
            if (answer == null) {
                throw new IllegalStateException("The sandbox has ended");
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }

    public static void main(String[] arguments) throws IOException {
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (MarketoSandbox marketo = MarketoSandbox.builder().latency(Duration.ofMillis(Long.parseLong(arguments[0]))).start()) {
            marketo.enforcesLimits(false);
            System.out.println(marketo.baseUrl());
            for (String question = questions.readLine(); question != null; question = questions.readLine()) {
                System.out.println(answer(marketo, question.split(" ", 3), question));
            }
        }
        System.exit(0);
    }

    private static String answer(MarketoSandbox marketo, String[] words, String question) {
        return switch (words[0]) {
            case "limits" -> {
                marketo.enforcesLimits(Boolean.parseBoolean(words[1]));
                yield "";
            }
            case "calls" -> Integer.toString(marketo.calls());
            case "calls-of" -> Integer.toString(marketo.calls(question.substring("calls-of ".length())));
            case "refused" -> Integer.toString(LIMITS.stream().mapToInt(marketo::answered).sum());
            case "window" -> Integer.toString(marketo.maxCallsInWindow());
            case "at-a-time" -> Integer.toString(marketo.maxInFlight());
            case "members" -> Integer.toString(marketo.membersOf(marketo.listNamed(question.substring("members ".length()))).size());
            case "last-move" -> lastMove(marketo, words[1], words[2]);
            default -> throw new IllegalArgumentException(question);
        };
    }

    private static String lastMove(MarketoSandbox marketo, String email, String list) {
        List<Map<String, Object>> leads = marketo.leadsWith("email", email);
        List<Move> moves = leads.isEmpty() ? List.of() : marketo.history(marketo.listNamed(list), (Long) leads.get(0).get("id"));
        return moves.isEmpty() ? "" : moves.get(moves.size() - 1).at().toString();
    }
}
