package io.github.listward.routes;

import static io.github.listward.routes.ChangeBuilder.aChange;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.delivery.ListImport;
import io.github.listward.sandbox.Fault;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wherever Listward is killed while it imports, it goes on there: nobody is lost, and everybody is counted once. */
class ImportCrashRouteTest {

    private static final int PEOPLE = 2_500; // more than are read at a time

    private static ImportLandscape landscape;

    @BeforeAll
    static void start() {
        landscape = new ImportLandscape();
    }

    @AfterAll
    static void stop() {
        landscape.close();
    }

    @BeforeEach
    void holdMany() {
        landscape.startAfresh();
        landscape.marketo.hasLead(Map.of("email", "person7@example.com"));
        landscape.marketo.hasLead(Map.of("email", "person7@example.com"));
        landscape.delivery.deliver(IntStream.rangeClosed(0, PEOPLE)
                .mapToObj(i -> i < PEOPLE ? aChange().by("person" + i + "@example.com") : aChange().by("person8@example.com").at("2026-11-23T11:00:00Z"))
                .map(ChangeBuilder::build)
                .toList());
    }

    /** Two readings each to scan, to select, to write. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void whileTheFileIsMade(int reading) {
        landscape.delivery.watchImportsUntilReading(reading);
        landscape.restart();

        everybodyEndsOnce();
    }

    @Test
    void whenMarketoHasTheFileAndTheAnswerIsNotNoted() {
        landscape.delivery.watchImports();
        landscape.delivery.jdbc().sql("update list_import set state = 'SUBMITTING', batch_id = null, not_before = 0").update();
        landscape.restart();

        landscape.delivery.watchImports();
        assertThat(landscape.onlyImport().message()).as("the first one is running").contains("1019");
        everybodyEndsOnce();
        assertThat(landscape.onlyImport().uploads()).isEqualTo(3);
    }

    @Test
    void whileMarketoImports() {
        landscape.delivery.watchImports();
        landscape.restart();

        everybodyEndsOnce();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void whileItIsRecordedWhoWasImported(int reading) {
        landscape.tick();
        landscape.delivery.watchImportsUntilReading(reading);
        assertThat(landscape.onlyImport().state()).isEqualTo(ListImport.State.RECORDING);
        landscape.restart();

        everybodyEndsOnce();
    }

    @Test
    void whenTheHoldIsReleased() {
        landscape.importAll();
        landscape.restart();

        everybodyEndsOnce();
    }

    @Test
    void whileAPartIsQueuedAgain() {
        landscape.importAll();
        landscape.delivery.deliver(landscape.delivery.queueReleasedAndBeKilled());

        everybodyEndsOnce();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void withoutAnAnswerToTheCallsOfATick(int tick) {
        IntStream.range(0, tick).forEach(i -> landscape.tick());
        landscape.marketo.breaks(Fault.DROPS_AFTER_COMMIT);
        landscape.tick();
        landscape.marketo.heals();
        landscape.restart();

        everybodyEndsOnce();
    }

    /** As when it was stopped for a while, and another process has gone on. */
    @Test
    void anAnswerThatComesToWhoHasLostTheInstanceIsNotNoted() {
        landscape.marketo.after("POST /bulk/v1/leads.json",
                () -> landscape.delivery.jdbc().sql("update lease set owner = 'another', epoch = epoch + 1, released = true").update());
        landscape.delivery.watchImports();
        landscape.marketo.heals();

        assertThat(landscape.onlyImport().state()).isEqualTo(ListImport.State.SUBMITTING);
        landscape.restart();
        everybodyEndsOnce();
    }

    /** A removal of the last owner may take effect yet, of somebody the import adds under another address. */
    @Test
    void afterAnUncleanTakeOverNothingIsSentBeforeTheLastOwnersMovesAreRepeated() {
        landscape.delivery.jdbc().sql("update lease set unclean_since = 0, repeat_at = ?")
                .param(landscape.delivery.time().instant().plusSeconds(90).toEpochMilli() * 1_000).update();
        landscape.tick();
        assertThat(landscape.delivery.imports().newest(1)).isEmpty();
        landscape.passes(Duration.ofSeconds(90));
        landscape.delivery.wakeUp();

        everybodyEndsOnce();
    }

    @Test
    void startedAgainWithoutImportsTheHoldIsReleased() {
        landscape.delivery.with("listward.delivery.import-threshold", 0);
        landscape.restart();
        landscape.importAll();
        landscape.deliverReleased();
        landscape.delivery.with("listward.delivery.import-threshold", ImportLandscape.THRESHOLD);
        landscape.restart();

        assertThat(landscape.marketo.emailsIn("VIP")).hasSize(PEOPLE);
        assertThat(landscape.counts()).doesNotContainKeys("held", "activated imported");
    }

    private static void everybodyEndsOnce() {
        landscape.importAll();
        landscape.deliverReleased();

        assertThat(landscape.marketo.emailsIn("VIP")).hasSize(PEOPLE);
        assertThat(landscape.counts()).isEqualTo(Map.of("activated imported", PEOPLE - 2L, "activated added", 1L, "activated created", 1L, "excluded UNCHANGED", 1L));
        assertThat(landscape.marketo.leadsWith("email", "person9@example.com")).hasSize(1);
        assertThat(landscape.delivery.rows("import_row")).isZero();
        assertThat(landscape.delivery.rows("wanted")).isEqualTo(PEOPLE);
    }
}
