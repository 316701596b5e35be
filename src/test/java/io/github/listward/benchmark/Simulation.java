package io.github.listward.benchmark;

import io.github.listward.activation.MembershipChange;
import io.github.listward.batch.Paces;
import io.github.listward.batch.Paces.Pace;
import io.github.listward.marketo.CallBudget;
import io.github.listward.marketo.DayBudget;
import io.github.listward.marketo.Instance;
import io.github.listward.marketo.Instances;
import io.github.listward.marketo.PassingTime;
import io.github.listward.routes.DeliveryRoutes;
import io.github.listward.sandbox.MarketoSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Delivery in simulated time, which the budget, the gate and the sandbox with its limits share. Calls are made one after the other and
 * take their time each, so that a flush takes longer than it does in reality; the work of this machine takes none.
 */
final class Simulation implements AutoCloseable {

    static final String DATAFLOW = "benchmark";

    private static final String INSTANCE = "123-ABC-456";

    /** Midnight in Chicago, where a Marketo day begins. */
    private static final String MIDNIGHT = "2026-11-24T06:00:00Z";

    private final PassingTime time = new PassingTime(MIDNIGHT);
    private final MarketoSandbox marketo;
    private final DeliveryRoutes delivery;
    private final ScheduledExecutorService renewer = Executors.newSingleThreadScheduledExecutor();

    Simulation(int lists, int callsPerWindow, Duration call, int importThreshold) throws IOException {
        marketo = MarketoSandbox.builder().clock(time).start();
        List.of("POST /rest/v1/leads.json", "GET /rest/v1/leads.json", "POST /rest/v1/lists/*/leads.json", "DELETE /rest/v1/lists/*/leads.json",
                "GET /rest/v1/lists/*/leads/ismember.json").forEach(operation -> marketo.before(operation, () -> time.passes(call)));
        delivery = DeliveryRoutes.to(marketo, "definitions/every-destination.yaml")
                .with("spring.config.import", "file:" + definitions(lists))
                .with("listward.delivery.import-threshold", importThreshold)
                .with(new Simulated(callsPerWindow))
                .withRoute("call-marketo", routeWithoutRealTime())
                .start();
        renewer.scheduleWithFixedDelay(delivery::renewLeases, 1, 1, TimeUnit.SECONDS); // leases have real time
    }

    private Path definitions(int lists) throws IOException {
        StringBuilder yaml = new StringBuilder("""
                listward:
                  instances:
                    - { munchkin-id: %s, base-url: "%s", client-id: demo-client, client-secret: demo-secret }
                  destinations:
                    - { id: benchmark, instance: %s, person-action: create-missing }
                  dataflows:
                    - id: benchmark
                      destination: benchmark
                      mapping:
                        - { source: identityMap.Email, field: email }
                        - { source: person.name.firstName, field: firstName }
                        - { source: person.name.lastName, field: lastName }
                      audiences:
                """.formatted(INSTANCE, marketo.baseUrl(), INSTANCE));
        IntStream.range(0, lists).forEach(i -> yaml.append("        - { id: a%d, name: List %d }\n".formatted(i, i)));
        return Files.writeString(Files.createTempDirectory("listward-simulation").resolve("definitions.yaml"), yaml);
    }

    /** The throttle is Camel's, and knows real time only; what it keeps, the gate keeps as well. */
    private static String routeWithoutRealTime() throws IOException {
        String route = Files.readString(Path.of("routes/call-marketo.camel.yaml"));
        String loosened = route.replace("timePeriodMillis: \"2000\"", "timePeriodMillis: \"1\"");
        if (loosened.equals(route)) {
            throw new IllegalStateException("The throttle of call-marketo is not what it was");
        }
        return Files.writeString(Files.createTempDirectory("listward-simulation").resolve("call-marketo.camel.yaml"), loosened).toString();
    }

    private final class Simulated implements BeanPostProcessor {

        private final int callsPerWindow;

        private Simulated(int callsPerWindow) {
            this.callsPerWindow = callsPerWindow;
        }

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            return switch (name) {
                case "time" -> time;
                case "unlimited" -> new Instances(((Instances) bean).all().stream()
                        .map(each -> new Instance(each.munchkinId(), each.baseUrl(), each.clientId(), each.clientSecret(), callsPerWindow, 1, 50_000, 25_000, 5,
                                each.warmUpSince(), each.warmUpBytesPerDay()))
                        .toList());
                default -> bean;
            };
        }
    }

    Instant now() {
        return time.instant();
    }

    void passes(Duration duration) {
        time.passes(duration);
    }

    void waitUntil(Instant moment) {
        if (moment.isAfter(now())) {
            time.passes(Duration.between(now(), moment));
        }
    }

    MarketoSandbox marketo() {
        return marketo;
    }

    DeliveryRoutes delivery() {
        return delivery;
    }

    DayBudget budget() {
        return delivery.bean(CallBudget.class).of(INSTANCE);
    }

    /** One flush. */
    void deliver(List<MembershipChange> changes) {
        delivery.deliver(changes);
    }

    /** How long, and unless how many wait, nothing is read after the last flush. */
    Optional<Pace> pace() {
        return delivery.bean(Paces.class).of("listward.changes." + INSTANCE);
    }

    @Override
    public void close() {
        renewer.shutdownNow();
        delivery.close();
        marketo.close();
    }
}
