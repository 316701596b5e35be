package io.github.listward.routes;

import static io.github.listward.routes.ChangeBuilder.aChange;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.destination.DestinationState;
import io.github.listward.destination.DestinationState.Status;
import io.github.listward.destination.Problem;
import io.github.listward.sandbox.Fault;
import io.github.listward.sandbox.MarketoSandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Marketo refuses of the configuration, what health says of it, and that delivery waits for it. */
class CheckInstanceRouteTest {

    private static final String DESCRIBE = "GET /rest/v1/leads/describe2.json";

    private final MarketoSandbox marketo = MarketoSandbox.builder().withoutLimits().workspace("Europe", "Europe").start();
    private DeliveryRoutes delivery;

    private void start(String definitions) {
        delivery = DeliveryRoutes.to(marketo, definitions).start();
    }

    @AfterEach
    void stop() {
        delivery.close();
        marketo.close();
    }

    @Test
    void namesTheWrongPropertyAndDeliversOnceItIsPutRight() {
        start("definitions/wrong-in-marketo.yaml");

        assertThat(delivery.state("no-partition").problems()).containsExactly(new Problem(
                "listward.destinations[no-partition].partition", "names no lead partition the API user sees", "Use one of Default, Europe"));
        assertThat(delivery.state("no-folder").problems()).containsExactly(new Problem(
                "listward.dataflows[no-folder].audiences[vip].folder",
                "names folder /Lead Database/Default/Group Lists/Campaigns, which workspace Default does not have, or the API user does not see",
                "Create it in Marketo, correct the path, or correct the destination's workspace"));
        assertThat(delivery.state("no-workspace").problems()).extracting(Problem::problem)
                .containsExactly("names folder Group Lists, which workspace Amerika does not have, or the API user does not see");
        assertThat(delivery.state("no-field").problems()).containsExactly(new Problem(
                "listward.dataflows[no-field].mapping[1].field", "names favouriteColour, which the instance does not have",
                "Use a REST name (Marketo: Admin, Field Management, Export Field Names)"));
        assertThat(delivery.state("right").status()).isEqualTo(Status.UP);
    }

    @Test
    void waitsForADestinationThatIsDownAndGoesOnWhenPutRight() {
        start("definitions/field-missing.yaml");

        assertThat(delivery.fails(aChange().in("colourful").by("ada@example.com").build()))
                .hasMessageContaining("Destination colourful is down").hasMessageContaining("favouriteColour");
        marketo.hasField("favouriteColour", "string", 50, true, false);
        delivery.check();

        delivery.deliverAgain().endedAs("excluded NO_MATCH");
    }

    @Test
    void takesRefusedCredentialsForAMistakeOfTheConfiguration() {
        marketo.answersNextTo(DESCRIBE, "603", 1);
        start("definitions/field-missing.yaml");

        DestinationState state = delivery.state("colourful");
        assertThat(state.status()).isEqualTo(Status.DOWN);
        assertThat(state.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.property()).isEqualTo("listward.instances[123-ABC-456]");
            assertThat(problem.problem()).contains("603").contains("lacks a permission");
            assertThat(problem.remedy()).contains("client-secret").contains("Read-Write Person, Read-Write Assets");
        });
    }

    @Test
    void takesAMarketoThatCannotBeReachedForNoMistake() {
        marketo.breaks(Fault.BAD_GATEWAY);
        start("definitions/field-missing.yaml");

        assertThat(delivery.state("colourful").status()).isEqualTo(Status.UNCHECKED);
        assertThat(delivery.fails(aChange().in("colourful").by("ada@example.com").build())).hasMessageContaining("not checked yet");

        marketo.heals();
        marketo.hasField("favouriteColour", "string", 50, true, false);
        delivery.check();
        delivery.deliverAgain().endedAs("excluded NO_MATCH");
    }

    @Test
    void staysUpWhenACheckCannotBeMadeLater() {
        marketo.hasField("favouriteColour", "string", 50, true, false);
        start("definitions/field-missing.yaml");

        marketo.breaks(Fault.BAD_GATEWAY);
        delivery.check();

        assertThat(delivery.state("colourful").status()).isEqualTo(Status.UP);
    }

    @Test
    void showsWhatMarketoRefusesInTheMiddleOfAFlush() {
        marketo.hasField("favouriteColour", "string", 50, true, false);
        start("definitions/field-missing.yaml");
        marketo.answersNextTo("POST /rest/v1/leads.json", "603", 1);

        assertThat(delivery.fails(aChange().in("colourful").by("ada@example.com").build())).hasMessageContaining("603");

        assertThat(delivery.state("colourful").status()).isEqualTo(Status.DOWN);
        delivery.check();
        delivery.deliverAgain().endedAs("excluded NO_MATCH");
    }

    @Test
    void saysThatTheClientSecretIsWrong() {
        delivery = DeliveryRoutes.to(marketo, "definitions/field-missing.yaml").with("test.client-secret", "wrong-secret").start();

        assertThat(delivery.state("colourful").problems()).singleElement().satisfies(problem -> {
            assertThat(problem.problem()).contains("client-id and client-secret of instance 123-ABC-456").doesNotContain("wrong-secret");
            assertThat(problem.remedy()).contains("client-secret");
        });
    }
}
