package io.github.listward.monitoring;

import io.github.listward.activation.ChangeFormat;
import io.github.listward.activation.MembershipChange;
import io.github.listward.batch.RecordReader;
import io.github.listward.batch.SourceRecord;
import io.github.listward.profile.Position;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Says whom failures are about, which the database does not know: it is read from their dead letters. */
@Component
public class FailedPeople {

    private final RecordReader reader;
    private final ChangeFormat format;
    private final String deadLetterTopic;

    FailedPeople(RecordReader reader, ChangeFormat format, @Value("${listward.topics.dead-letters}") String deadLetterTopic) {
        this.reader = reader;
        this.format = format;
        this.deadLetterTopic = deadLetterTopic;
    }

    /**
     * Opens one connection to Kafka for all of them, unless they are to stay hashed.
     *
     * @param failures some thousands at most, best neighbours in the topic
     * @throws PeopleUnknownException if Kafka does not answer in time
     */
    public List<ReportedFailure> of(List<Failure> failures, IdentityView view) {
        return switch (view) {
            case HASHED -> failures.stream().map(failure -> new ReportedFailure(failure, null, null)).toList();
            case MASKED -> of(failures, Mask::of);
            case CLEAR -> of(failures, UnaryOperator.identity());
        };
    }

    private List<ReportedFailure> of(List<Failure> failures, UnaryOperator<String> view) {
        Map<Position, String> people = people(failures, view);
        return failures.stream()
                .map(failure -> isLookedFor(failure)
                        ? new ReportedFailure(failure, people.get(position(failure)), people.containsKey(position(failure)))
                        : new ReportedFailure(failure, null, null))
                .toList();
    }

    /** What failed before it was queued is about nobody in particular, and may be large. */
    private static boolean isLookedFor(Failure failure) {
        return !failure.identity().isEmpty();
    }

    /** By dead letter, of those that are kept: null for a person without match keys. */
    private Map<Position, String> people(List<Failure> failures, UnaryOperator<String> view) {
        Map<Position, Failure> known = failures.stream()
                .filter(FailedPeople::isLookedFor)
                .collect(Collectors.toMap(this::position, failure -> failure, (one, other) -> one));
        Map<Position, String> people = new HashMap<>();
        if (known.isEmpty()) {
            return people;
        }
        try {
            reader.read(known.keySet(), deadLetter -> change(known.get(deadLetter.position()), deadLetter)
                    .ifPresent(change -> people.put(deadLetter.position(), person(known.get(deadLetter.position()), change, view))));
        } catch (IllegalStateException | KafkaException e) {
            throw new PeopleUnknownException(e);
        }
        return people;
    }

    /** Empty for what is no change this version reads, or another one's, as if the topic had been created anew. */
    private Optional<MembershipChange> change(Failure failure, SourceRecord deadLetter) {
        try {
            return Optional.of(format.read(deadLetter.value())).filter(failure::isOf);
        } catch (IllegalStateException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String person(Failure failure, MembershipChange change, UnaryOperator<String> view) {
        String person = change.people().stream()
                .filter(each -> each.id().equals(failure.identity()))
                .flatMap(each -> each.keys().stream())
                .map(key -> key.field() + " " + view.apply(key.value()))
                .collect(Collectors.joining("; "));
        return person.isEmpty() ? null : person;
    }

    private Position position(Failure failure) {
        return new Position(deadLetterTopic, failure.deadLetterPartition(), failure.deadLetterOffset());
    }
}
