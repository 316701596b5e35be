package io.github.listward.monitoring;

import static io.github.listward.routes.ChangeBuilder.aChange;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.listward.activation.ChangeFormat;
import io.github.listward.activation.MembershipChange;
import io.github.listward.batch.InMemoryTopics;
import io.github.listward.batch.SourceRecord;
import io.github.listward.profile.Position;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailedPeopleTest {

    private static final String TOPIC = "listward.dead-letters";

    private final ChangeFormat format = new ChangeFormat();
    private final InMemoryTopics topics = new InMemoryTopics();
    private final FailedPeople people = new FailedPeople(topics, format, TOPIC);
    private final MembershipChange change = aChange().by("ada@example.com").build();

    @Test
    void readsThemFromTheirDeadLetters() {
        put(7, format.write(change));

        assertThat(person(failure(change, 7), IdentityView.MASKED)).isEqualTo("email a…@e….com");
        assertThat(person(failure(change, 7), IdentityView.CLEAR)).isEqualTo("email ada@example.com");
        assertThat(person(failure(change, 7), IdentityView.HASHED)).isNull();
    }

    @Test
    void knowsNobodyWithoutTheDeadLetterOrFromAnotherOnes() {
        put(7, format.write(aChange().by("eve@example.com").build()));
        put(8, "no change at all".getBytes(StandardCharsets.UTF_8));

        assertThat(people.of(List.of(failure(change, 6), failure(change, 7), failure(change, 8)), IdentityView.CLEAR)).extracting(ReportedFailure::deadLetterKept)
                .containsOnly(false);
        assertThat(person(failure(change, 6), IdentityView.CLEAR)).as("no longer kept").isNull();
        assertThat(person(failure(change, 7), IdentityView.CLEAR)).as("another's").isNull();
        assertThat(person(failure(change, 8), IdentityView.CLEAR)).as("unreadable").isNull();
    }

    @Test
    void saysSoWhenKafkaDoesNotAnswer() {
        topics.areAway(true);

        assertThatExceptionOfType(PeopleUnknownException.class)
                .isThrownBy(() -> people.of(List.of(failure(change, 7)), IdentityView.MASKED))
                .withMessageContaining("identities=hashed");
        assertThat(people.of(List.of(failure(change, 7)), IdentityView.HASHED)).hasSize(1);
    }

    @Test
    void printsNobody() {
        put(7, format.write(change));

        assertThat(people.of(List.of(failure(change, 7)), IdentityView.CLEAR)).hasToString("[ReportedFailure[" + change.source() + "]]");
    }

    private String person(Failure failure, IdentityView view) {
        return people.of(List.of(failure), view).get(0).person();
    }

    private void put(long offset, byte[] value) {
        topics.put(new SourceRecord(new Position(TOPIC, 0, offset), Instant.EPOCH, null, value));
    }

    private static Failure failure(MembershipChange change, long offset) {
        return new Failure(change.source().toString(), change.dataflow(), change.audience(), change.people().get(0).id(), "REFUSED", null, null, null,
                Instant.EPOCH, 0, offset, null, null, 0, 0, FailureState.OPEN, null, null);
    }
}
