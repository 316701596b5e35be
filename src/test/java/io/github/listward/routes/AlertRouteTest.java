package io.github.listward.routes;

import static io.github.listward.routes.ChangeBuilder.aChange;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.junit5.GreenMailExtension;
import com.icegreen.greenmail.util.ServerSetup;
import com.icegreen.greenmail.util.ServerSetupTest;
import io.github.listward.batch.FixedRetentions;
import io.github.listward.batch.RestingTopics;
import io.github.listward.batch.Rests;
import io.github.listward.batch.Retentions;
import io.github.listward.batch.Tallies;
import io.github.listward.batch.Tally;
import io.github.listward.destination.DestinationStates;
import io.github.listward.destination.Problem;
import io.github.listward.marketo.Alarms;
import io.github.listward.marketo.MarketoRequest;
import io.github.listward.marketo.PassingTime;
import io.github.listward.monitoring.Alert;
import io.github.listward.monitoring.AlertRule;
import io.github.listward.monitoring.Alerts;
import io.github.listward.monitoring.Overviews;
import io.github.listward.monitoring.Standing;
import io.github.listward.routes.WebhookReceiver.Received;
import io.github.listward.sandbox.MarketoSandbox;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;

/** Two replicas on one database, with their routes, a webhook and a mail server. */
class AlertRouteTest {

    private static final String INSTANCE = "123-ABC-456";
    private static final String SECRET = "a secret of at least sixteen characters";
    private static final Duration A_WHILE = Duration.ofMinutes(3);
    private static final String[] ROUTES = {"watch-alerts", "send-notices", "send-notice", "post-webhook", "mail-alert", "watch-delays", "watch-standings"};

    @RegisterExtension
    static final GreenMailExtension MAIL = new GreenMailExtension(new ServerSetup(0, ServerSetupTest.SMTP.getBindAddress(), ServerSetup.PROTOCOL_SMTP))
            .withPerMethodLifecycle(false);

    private static MarketoSandbox marketo;
    private static WebhookReceiver receiver;
    private static DeliveryRoutes first;
    private static DeliveryRoutes second;

    @BeforeAll
    static void start() throws Exception {
        marketo = EveryDestination.sandbox();
        receiver = WebhookReceiver.start();
        String database = "jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1";
        second = replica(database).start();
        second.topicIsGivenAway();
        first = replica(database).start();
    }

    private static DeliveryRoutes replica(String database) {
        return EveryDestination.on(marketo)
                .with("spring.datasource.url", database)
                .with("listward.alerts.webhooks.ops.url", receiver.url("/hooks/0a1b2c"))
                .with("listward.alerts.webhooks.ops.secret", SECRET)
                .with("listward.alerts.mail.host", "localhost")
                .with("listward.alerts.mail.port", MAIL.getSmtp().getPort())
                .with("listward.alerts.mail.tls", "none")
                .with("listward.alerts.mail.from", "listward@example.com")
                .with("listward.alerts.mail.to", "ops@example.com,night@example.com")
                .with("listward.alerts.dataflows.audience-only.failed-rate", "50%")
                .with("listward.alerts.dataflows.match.repeat", "1h")
                .with(Monitoring.class, ROUTES);
    }

    @AfterAll
    static void stop() {
        first.close();
        second.close();
        receiver.close();
        marketo.close();
    }

    @BeforeEach
    void startAfresh() throws Exception {
        first.startAfresh();
        first.jdbc().sql("delete from alert").update();
        first.jdbc().sql("update lease set expires_at = current_timestamp + interval '1' hour").update();
        first.renewLeases();
        receiver.received().clear();
        MAIL.purgeEmailFromAllMailboxes();
    }

    @AfterEach
    void endsWhatIsInHand() {
        await().until(AlertRouteTest::nothingIsInHand);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # dataflow    | ends                                                        | alerts
            create        | activated added 990, failed INVALID_VALUE 10                | -
            create        | activated added 989, failed INVALID_VALUE 11                | FAILED_RATE
            create        | activated added 950, excluded CONSENT 50                    | EXCLUDED_RATE
            create        | activated added 10, excluded MISSING_IDENTITY 89            | -
            create        | activated added 10, excluded MISSING_IDENTITY 45, failed REFUSED 45 | EXCLUDED_RATE FAILED_RATE
            create        | activated added 100, excluded UNCHANGED 5000, excluded STALE 900, excluded STILL_WANTED 9 | -
            create        | activated added 100, excluded PAUSED 5000, excluded NO_MATCH 500, excluded NOT_IN_LIST 9  | -
            create        | excluded UNCHANGED 100000, activated added 95, failed REFUSED 5 | FAILED_RATE
            create        | failed REFUSED 1                                            | -
            audience-only | activated added 60, failed REFUSED 40                       | -
            audience-only | activated added 40, failed REFUSED 60                       | FAILED_RATE
            ''            | failed UNREADABLE 200                                       | FAILED_RATE
            create        | activated removed 100                                       | REMOVALS_GUARD
            create        | activated removed 99                                        | -
            """)
    void raisesAlertsOfRates(String dataflow, String ends, String alerts) {
        Arrays.stream(ends.split(", ")).map(end -> end.split(" ")).forEach(end -> count(dataflow, end[0], end[1], Integer.parseInt(end[2])));

        first.fires("watch-alerts");

        assertThat(open()).isEqualTo(alerts == null ? Set.of() : Set.of(alerts.split(" ")));
    }

    @ParameterizedTest
    @CsvSource({"1000, 2333, true", "1000, 2334, false", "150, 10, true", "150, 10000, false", "99, 0, false"})
    void raisesAnAlertWhenAListIsEmptied(int removed, int left, boolean alert) {
        first.jdbc().sql("insert into audience_list (dataflow, audience, instance, list_id, name, named_at) values ('create', 'vip', ?, 1003, 'VIP', 0)")
                .param(INSTANCE).update();
        first.jdbc().sql("insert into delivered (instance, list_id, lead_id, member, delivered_at) select ?, 1003, \"X\", true, 1 from system_range(1, ?)")
                .params(INSTANCE, left).update();
        count("create", "activated", "removed", removed);

        first.fires("watch-alerts");

        assertThat(open()).isEqualTo(alert ? Set.of("REMOVALS_GUARD") : Set.of());
    }

    @Test
    void tellsEveryReceiverOnceThoughBothReplicasLook() throws Exception {
        count("create", "activated", "added", 90);
        count("create", "failed", "INVALID_VALUE", 10);

        both("watch-alerts");
        both("watch-alerts");
        tell();
        tell();

        assertThat(receiver.received()).hasSize(1);
        Received notice = receiver.received().get(0);
        assertThat(notice.contentType()).isEqualTo("application/json");
        assertThat(notice.signature()).isEqualTo("sha256=" + hmac(notice.timestamp() + "." + new String(notice.body(), StandardCharsets.UTF_8)));
        assertThat(Instant.ofEpochSecond(Long.parseLong(notice.timestamp()))).isEqualTo(first.time().instant().truncatedTo(ChronoUnit.SECONDS));
        JsonNode json = notice.json();
        assertThat(json.get("notice").asText()).isEqualTo(notice.notice()).hasSize(36);
        assertThat(json.get("kind").asText()).isEqualTo("OPENED");
        assertThat(json.get("text").asText()).startsWith("Listward: Many changes fail (dataflow create). 10 of 100 changes since ");
        assertThat(json.at("/alert/rule").asText()).isEqualTo("FAILED_RATE");
        assertThat(json.at("/alert/value").asDouble()).isEqualTo(10);
        assertThat(json.at("/alert/threshold").asDouble()).isEqualTo(1);
        assertThat(MAIL.getReceivedMessages()).as("one mail for each of two receivers").hasSize(2);
    }

    @Test
    void mailsWhatIsWrongAndThatItIsOver() throws Exception {
        count("create", "failed", "INVALID_VALUE", 100);
        first.fires("watch-alerts");
        tell();
        countNothing(first);
        resolve(first);
        tell();

        assertThat(MAIL.getReceivedMessages()).as("two mails, for two people each").hasSize(4);
        MimeMessage opened = mail("Listward: Many changes fail (dataflow create)");
        mail("Listward, resolved: Many changes fail (dataflow create)");
        assertThat(opened.getFrom()[0]).hasToString("listward@example.com");
        assertThat(opened.getHeader("CamelHttpUri")).isNull();
        assertThat(opened.getHeader("channel")).isNull();
        assertThat(opened.getContent().toString()).contains("100 of 100 changes since").contains("Rule       FAILED_RATE");
        assertThat(kinds()).containsExactly("OPENED", "RESOLVED");
        Alert alert = first.bean(Alerts.class).newest(false, null, 10).get(0);
        assertThat(alert.resolvedAt()).isNotNull();
        assertThat(receiver.received().get(1).json().at("/alert/resolvedAt").asText()).isEqualTo(alert.resolvedAt().toString());
    }

    /** What a replay takes back is counted in the hour it ends, and failed in another one. */
    @Test
    void whatReplaysTakeBackHidesNothingThatFailsNow() {
        count("create", "failed", "INVALID_VALUE", -5000);
        count("create", "activated", "added", 5000);
        first.fires("watch-alerts");
        assertThat(open()).isEmpty();

        count("create", "failed", "REFUSED", 60);
        first.fires("watch-alerts");

        assertThat(alerts()).singleElement().satisfies(alert -> assertThat(alert.message()).startsWith("60 of 5060 changes since "));
        tell();
    }

    @Test
    void isNotResolvedBeforeItHasBeenWellForAWhile() {
        count("create", "failed", "INVALID_VALUE", 100);
        both("watch-alerts");
        for (int i = 0; i < 20; i++) {
            first.jdbc().sql("update run_counter set amount = ?").param(i % 2 == 0 ? 0 : 100).update();
            pass(Duration.ofSeconds(30));
            both("watch-alerts");
        }
        tell();

        assertThat(kinds()).containsExactly("OPENED");
        assertThat(first.bean(Alerts.class).countOpen()).isOne();
    }

    @Test
    void tellsAgainWhileItLastsWhereItIsToBeRepeated() {
        count("match", "failed", "INVALID_VALUE", 100);
        both("watch-alerts");
        for (int i = 0; i < 5; i++) {
            pass(Duration.ofMinutes(30));
            first.jdbc().sql("update run_counter set hour_start = ?").param(Timestamp.from(first.time().instant())).update();
            both("watch-alerts");
            tell();
        }

        assertThat(kinds()).containsExactly("OPENED", "REPEATED", "REPEATED");
    }

    @Test
    void triesAgainLaterAndLaterAndTellsInOrder() {
        receiver.answers(500, 302, 429);
        count("create", "failed", "INVALID_VALUE", 100);
        first.fires("watch-alerts");
        tell();
        tell();
        assertThat(receiver.received()).as("not before 10 s").hasSize(1);
        pass(Duration.ofSeconds(10));
        tell();
        assertThat(receiver.received()).hasSize(2).allSatisfy(each -> assertThat(each.path()).as("redirects are not followed").isEqualTo("/hooks/0a1b2c"));
        countNothing(first);
        resolve(first);
        tell();
        assertThat(kinds()).as("that it is resolved is not told before that it is open").containsExactly("OPENED", "OPENED", "OPENED");
        pass(Duration.ofMinutes(1));
        tell();
        tell();

        assertThat(kinds()).containsExactly("OPENED", "OPENED", "OPENED", "OPENED", "RESOLVED");
        assertThat(receiver.received().stream().limit(4).map(Received::notice).distinct()).hasSize(1);
    }

    @Test
    void givesUpAfterADay() {
        receiver.answers(500, 500);
        count("create", "failed", "INVALID_VALUE", 100);
        first.fires("watch-alerts");
        tell();
        pass(Duration.ofHours(25));
        tell();

        assertThat(receiver.received()).hasSize(2);
        assertThat(first.jdbc().sql("select given_up from alert_notice where target = 'webhook:ops'").query(Boolean.class).single()).isTrue();
    }

    @Test
    void sendsOnceMoreWhatAKilledReplicaHadInHand() {
        count("create", "failed", "INVALID_VALUE", 100);
        first.fires("watch-alerts");
        tell();
        first.jdbc().sql("update alert_notice set ended_at = null where target = 'webhook:ops'").update(); // sent, and killed before it was noted

        second.fires("send-notices");
        assertThat(receiver.received()).as("it is in hand for two minutes").hasSize(1);
        pass(Duration.ofMinutes(2));
        second.fires("send-notices");
        await().untilAsserted(() -> assertThat(unsent()).isZero());

        assertThat(receiver.received()).hasSize(2);
        assertThat(receiver.received().get(1).notice()).isEqualTo(receiver.received().get(0).notice());
    }

    @Test
    void aReceiverThatHangsHoldsUpNothing() throws Exception {
        try (WebhookReceiver hanging = WebhookReceiver.start(); DeliveryRoutes third = EveryDestination.on(marketo)
                .with("listward.alerts.webhooks.hanging.url", hanging.url("/"))
                .with("listward.alerts.webhooks.ops.url", receiver.url("/"))
                .with("listward.alerts.webhooks.tls.url", receiver.url("/tls").replace("http:", "https:"))
                .with(Monitoring.class, ROUTES)
                .start()) {
            hanging.hangs();
            count(third, "create", "failed", "INVALID_VALUE", 100);
            third.fires("watch-alerts");
            long began = System.nanoTime();

            third.fires("send-notices");
            await().until(() -> hanging.received().size() == 1 && receiver.received().size() == 1);
            third.deliver(aChange().by("ada@example.com").build()).endedAs("activated created");
            countNothing(third);
            resolve(third);
            third.fires("send-notices");
            await().until(() -> receiver.received().size() == 2);

            assertThat(Duration.ofNanos(System.nanoTime() - began)).as("less than the receiver's time-out").isLessThan(Duration.ofSeconds(8));
            assertThat(hanging.received()).as("one at a time").hasSize(1);
            assertThat(receiver.received()).extracting(Received::path).as("nothing goes out unencrypted that is to be encrypted").containsOnly("/");
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(third.jdbc()
                    .sql("select tries from alert_notice where target = 'webhook:hanging' and ended_at is null and kind = 'OPENED' and not_before < ?")
                    .param(Timestamp.from(third.time().instant().plusSeconds(60))).query(Integer.class).optional()).hasValue(1));
        }
    }

    @Test
    void sawItsOwnerRefusedAndTheNextOwnerResolvesIt() {
        DestinationStates states = first.bean(DestinationStates.class);
        Problem refused = new Problem("listward.instances[" + INSTANCE + "]", "is refused by Marketo", "Check client-id");
        marketoRefuses(first, states, refused);
        both("watch-alerts");
        assertThat(open()).containsExactly("CREDENTIALS_REFUSED");

        pass(A_WHILE);
        second.fires("watch-alerts");
        pass(A_WHILE);
        second.fires("watch-alerts");
        assertThat(open()).as("who does not speak to the instance does not know").containsExactly("CREDENTIALS_REFUSED");

        first.topicIsGivenAway();
        second.topicIsTaken();
        resolve(second);
        assertThat(open()).isEmpty();
        second.topicIsGivenAway();
        first.topicIsTaken();
        tell();
    }

    private static void marketoRefuses(DeliveryRoutes replica, DestinationStates states, Problem problem) {
        Stream.of("create", "match").forEach(destination -> states.down(destination, List.of(problem), replica.time().instant()));
    }

    @Test
    void saysWhatHasBeenDownForAWhile() {
        first.bean(DestinationStates.class).down("europe", List.of(new Problem("listward.destinations[europe]", "is refused", "Mend it")), first.time().instant());
        RestingTopics.rest(first.bean(Rests.class), "listward.changes." + INSTANCE, Duration.ofHours(1), "Marketo cannot be reached");
        look();
        assertThat(open()).isEmpty();

        pass(A_WHILE);
        look();

        assertThat(alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.rule()).isEqualTo(AlertRule.INSTANCE_DOWN);
            assertThat(alert.message()).startsWith("Nothing has been delivered since ").contains("Marketo cannot be reached")
                    .contains("Destination europe is down: listward.destinations[europe] is refused. Mend it.")
                    .doesNotContain("Destination match is down");
            assertThat(alert.value()).isEqualTo(A_WHILE.toSeconds());
        });
        first.bean(DestinationStates.class).up("europe", first.time().instant());
        pass(Duration.ofHours(2));
        resolve(first);
        assertThat(open()).isEmpty();
    }

    /** Something is delivered, which the overview calls degraded, too. */
    @Test
    void doesNotCallDownWhatTheOverviewDoesNot() {
        first.bean(Alarms.class).ofCall(MarketoRequest.get(INSTANCE, "find-lists", "/asset/v1/staticLists.json", List.of()), "1999", null, "A call had code 1999.");
        look();
        pass(A_WHILE);
        look();

        assertThat(first.bean(Overviews.class).now().instances()).singleElement()
                .satisfies(instance -> assertThat(instance.standing().status()).isEqualTo(Standing.Status.DEGRADED));
        assertThat(open()).isEmpty();
        restart();
    }

    @Test
    void anInstanceNobodySpeaksToIsDownForEverybody() {
        first.restart();
        first.topicIsGivenAway();
        first.jdbc().sql("update lease set expires_at = current_timestamp - interval '10' minute").update();
        first.fires("watch-alerts");
        assertThat(open()).as("it has just started, and may get the lease in a moment").isEmpty();
        first.time().passes(Duration.between(first.time().instant(), second.time().instant()));
        pass(A_WHILE);

        look();

        assertThat(open()).containsExactly("INSTANCE_DOWN");
        assertThat(alerts()).singleElement().satisfies(alert -> assertThat(alert.message()).contains("No process speaks to it"));
        first.topicIsTaken();
        resolve(first);
        assertThat(open()).isEmpty();
        tell();
    }

    @Test
    void saysThatTheBudgetRunsOutAndThatItIsUsed() {
        first.deliver(aChange().by("ada@example.com").build());
        first.hasUsed(800_000);
        both("watch-alerts");
        assertThat(open()).containsExactly("BUDGET_LOW");
        first.hasUsed(950_000);
        both("watch-alerts");
        assertThat(open()).containsExactlyInAnyOrder("BUDGET_LOW", "BUDGET_USED");

        first.hasUsed(0);
        resolve(first);

        assertThat(open()).isEmpty();
        tell();
        tell();
    }

    @Test
    void saysWhatIsHeldForLongButNotWhatAnotherAlertSays() {
        hold(1, "vip", "LIST_MISSING", "HELD", Duration.ofMinutes(16));
        hold(2, "news", "BUDGET_USED", "HELD", Duration.ofHours(5));
        hold(6, "down", "DESTINATION_DOWN", "HELD", Duration.ofHours(5));
        hold(3, "unnamed", "LIST_MISSING", "HELD", Duration.ofMinutes(14));
        hold(4, "watched", "LIST_MISSING", "RELEASING", Duration.ofMinutes(60));
        hold(5, "by-id", "LIST_MISSING", "INCOMPLETE", Duration.ofMinutes(1));

        both("watch-alerts");

        assertThat(alerts()).extracting(Alert::rule, Alert::audience)
                .containsExactlyInAnyOrder(tuple(AlertRule.LIST_HELD, "vip"), tuple(AlertRule.LIST_HELD, "by-id"));
        tell();
        tell();
    }

    @Test
    void saysThatChangesAreLateAndAboutToBeLost() {
        marketo.isHiddenBehind(503, "closed");
        first.fails(aChange().by("ada@example.com").build());
        both("watch-delays");

        both("watch-alerts");

        assertThat(open()).contains("DELAY", "TOPIC_HALF_EXPIRED");
        marketo.heals();
        first.deliverAgain();
        both("watch-delays");
        resolve(first);
        assertThat(open()).isEmpty();
        tell();
        tell();
    }

    @Test
    void aCheckThatCannotBeMadeKeepsNoOtherFromItAndResolvesNothing() {
        hold(1, "vip", "LIST_MISSING", "HELD", Duration.ofMinutes(16));
        first.fires("watch-alerts");
        count("create", "failed", "INVALID_VALUE", 100);
        first.jdbc().sql("alter table hold rename to hold_away").update();
        try {
            assertThatThrownBy(() -> first.fires("watch-alerts")).as("which is logged, and tried again").hasMessageContaining("watch-alerts");
            pass(A_WHILE);
            assertThatThrownBy(() -> first.fires("watch-alerts")).hasMessageContaining("watch-alerts");
            assertThat(open()).containsExactlyInAnyOrder("LIST_HELD", "FAILED_RATE");
        } finally {
            first.jdbc().sql("alter table hold_away rename to hold").update();
        }
    }

    @Test
    void anAlertOfWhatIsNoLongerConfiguredIsResolved() {
        hold(1, "vip", "LIST_MISSING", "HELD", Duration.ofMinutes(16));
        first.fires("watch-alerts");
        first.jdbc().sql("update alert set rule = 'DELAY', dataflow = null, audience = null, instance = '999-OLD-999'").update();

        pass(A_WHILE);
        first.jdbc().sql("delete from hold").update();
        resolve(first);

        assertThat(open()).isEmpty();
    }

    @Test
    void anAlertOutlivesARestart() {
        count("create", "failed", "INVALID_VALUE", 100);
        first.fires("watch-alerts");
        tell();

        restart();
        first.fires("watch-alerts");
        tell();

        assertThat(kinds()).containsExactly("OPENED");
        assertThat(open()).containsExactly("FAILED_RATE");
    }

    /** Looks twice, with more than two minutes in between. */
    private static void resolve(DeliveryRoutes replica) {
        replica.fires("watch-standings");
        replica.fires("watch-alerts");
        Stream.of(first, second, replica).distinct().forEach(each -> each.time().passes(A_WHILE));
        replica.fires("watch-standings");
        replica.fires("watch-alerts");
    }

    /** Has both replicas send what is due, and waits until it is sent or put off. */
    private static void tell() {
        both("send-notices");
        await().until(AlertRouteTest::nothingIsInHand);
    }

    /** What was taken is in hand for exactly two minutes; what has failed is put off by another time. */
    private static boolean nothingIsInHand() {
        return first.jdbc().sql("select count(*) from alert_notice where ended_at is null and tries > 0 and not_before = ?")
                .param(Timestamp.from(first.time().instant().plus(Duration.ofMinutes(2)))).query(Long.class).single() == 0;
    }

    private static long unsent() {
        return first.jdbc().sql("select count(*) from alert_notice where ended_at is null").query(Long.class).single();
    }

    private static void both(String timer) {
        first.fires(timer);
        second.fires(timer);
    }

    /** A clock begins anew with its process. */
    private static void restart() {
        first.restart();
        first.time().passes(Duration.between(first.time().instant(), second.time().instant()));
    }

    private static void look() {
        both("watch-standings");
        both("watch-alerts");
    }

    private static void pass(Duration time) {
        Stream.of(first, second).map(DeliveryRoutes::time).forEach((PassingTime each) -> each.passes(time));
    }

    private static List<Alert> alerts() {
        return first.bean(Alerts.class).newest(true, null, 100);
    }

    private static Set<String> open() {
        return alerts().stream().map(alert -> alert.rule().name()).collect(Collectors.toSet());
    }

    private static List<String> kinds() {
        return receiver.received().stream().map(each -> each.json().get("kind").asText()).toList();
    }

    private static void count(String dataflow, String outcome, String reason, int amount) {
        count(first, dataflow, outcome, reason, amount);
    }

    private static void count(DeliveryRoutes replica, String dataflow, String outcome, String reason, int amount) {
        Tally tally = Tally.ofNoBatch();
        tally.add(dataflow, "vip", Tally.Outcome.valueOf(outcome.toUpperCase(Locale.ROOT)), reason, amount);
        replica.bean(Tallies.class).record(tally);
    }

    private static void countNothing(DeliveryRoutes replica) {
        Stream.of("counter", "run_counter", "run_audience").forEach(table -> replica.jdbc().sql("delete from " + table).update());
    }

    private static void hold(long number, String audience, String reason, String state, Duration age) {
        first.jdbc().sql("""
                        insert into hold (number, instance, dataflow, audience, reason, message, list_lost, since, from_offset, to_offset, next_offset, changes, released, state)
                        values (?, ?, 'create', ?, ?, 'gone', true, ?, 3, 9, 3, 2, 0, ?)""")
                .params(number, INSTANCE, audience, reason, Timestamp.from(first.time().instant().minus(age)), state)
                .update();
    }

    /** Its first copy. */
    private static MimeMessage mail(String subject) throws MessagingException {
        for (MimeMessage mail : MAIL.getReceivedMessages()) {
            if (mail.getSubject().equals(subject)) {
                return mail;
            }
        }
        throw new AssertionError("There is no mail " + subject);
    }

    private static String hmac(String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    @ComponentScan(
            basePackages = "io.github.listward.monitoring",
            excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = {".*Test.*", ".*\\.MarketoHealth"}))
    @ConfigurationPropertiesScan("io.github.listward.monitoring")
    static class Monitoring {

        @Bean
        Retentions retentions() {
            return new FixedRetentions();
        }
    }
}
