package io.github.listward.sandbox;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * The sandbox alone, for whoever develops without a Marketo instance. Settings are arguments ({@code --port=8081}) or
 * environment variables ({@code SANDBOX_PORT=8081}); arguments win.
 *
 * <pre>
 * port           8081                     0: any free one
 * munchkin-id    123-ABC-456
 * client-id      demo-client
 * client-secret  demo-secret
 * daily-quota    50000                    calls
 * limits         on                       off: never 606, 607, 615
 * latency        0                        milliseconds a call takes at least
 * workspaces                              e.g. EU=EU+Default,APAC=APAC: further workspaces and the partitions they see
 * </pre>
 */
public final class SandboxMain {

    private final Map<String, String> environment;
    private final String[] arguments;

    private SandboxMain(Map<String, String> environment, String[] arguments) {
        this.environment = environment;
        this.arguments = arguments;
    }

    public static void main(String[] arguments) throws InterruptedException {
        MarketoSandbox sandbox = new SandboxMain(System.getenv(), arguments).builder().start();
        System.out.println("Marketo sandbox " + sandbox.munchkinId() + " at " + sandbox.baseUrl() + ", its page at " + sandbox.baseUrl() + SandboxControl.PATH);
        Thread.currentThread().join();
    }

    /** @throws IllegalArgumentException if an argument is unknown or a value cannot be read */
    static SandboxBuilder builder(Map<String, String> environment, String... arguments) {
        return new SandboxMain(environment, arguments).builder();
    }

    private SandboxBuilder builder() {
        for (String argument : arguments) {
            if (!argument.matches("--(port|munchkin-id|client-id|client-secret|daily-quota|limits|latency|workspaces)=.*")) {
                throw new IllegalArgumentException("Unknown argument " + argument.replaceFirst("=.*", ""));
            }
        }
        SandboxBuilder builder = MarketoSandbox.builder()
                .port(Integer.parseInt(setting("port", "8081")))
                .munchkinId(setting("munchkin-id", "123-ABC-456"))
                .client(setting("client-id", "demo-client"), setting("client-secret", "demo-secret"))
                .dailyQuota(Integer.parseInt(setting("daily-quota", "50000")))
                .latency(Duration.ofMillis(Long.parseLong(setting("latency", "0"))));
        if (setting("limits", "on").equals("off")) {
            builder.withoutLimits();
        }
        for (String workspace : setting("workspaces", "").split(",")) {
            if (!workspace.isBlank()) {
                String[] sees = workspace.split("=", 2);
                if (sees.length < 2) {
                    throw new IllegalArgumentException("workspaces: \"" + workspace + "\" does not name partitions, e.g. EU=EU+Default");
                }
                builder.workspace(sees[0].trim(), sees[1].trim().split("\\+"));
            }
        }
        return builder;
    }

    private String setting(String name, String absent) {
        for (String argument : arguments) {
            if (argument.startsWith("--" + name + "=")) {
                return argument.substring(name.length() + 3);
            }
        }
        return environment.getOrDefault("SANDBOX_" + name.toUpperCase(Locale.ROOT).replace('-', '_'), absent);
    }
}
