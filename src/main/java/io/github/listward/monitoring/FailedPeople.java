package io.github.listward.monitoring;

import io.github.listward.activation.ChangeFormat;
import io.github.listward.activation.MembershipChange;
import io.github.listward.activation.Person;
import io.github.listward.batch.RecordReader;
import io.github.listward.batch.SourceRecord;
import io.github.listward.profile.Position;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        Map<Position, String> people = switch (view) {
            case HASHED -> Map.of();
            case MASKED -> people(failures, Mask::of);
            case CLEAR -> people(failures, UnaryOperator.identity());
        };
        return failures.stream().map(failure -> new ReportedFailure(failure, people.get(position(failure)))).toList();
    }

    private Map<Position, String> people(List<Failure> failures, UnaryOperator<String> view) {
        Map<Position, Failure> known = failures.stream()
                .filter(failure -> !failure.identity().isEmpty())
                .collect(Collectors.toMap(this::position, failure -> failure, (one, other) -> one));
        Map<Position, String> people = new HashMap<>();
        if (known.isEmpty()) {
            return people;
        }
        try {
            reader.read(known.keySet(), record -> {
                String person = person(known.get(record.position()), record, view);
                if (person != null) {
                    people.put(record.position(), person);
                }
            });
        } catch (IllegalStateException | KafkaException e) {
            throw new PeopleUnknownException(e);
        }
        return people;
    }

    /** Null for what is no change, or another one's, as if the topic had been created anew. */
    private String person(Failure failure, SourceRecord deadLetter, UnaryOperator<String> view) {
        MembershipChange change;
        try {
            change = format.read(deadLetter.value());
        } catch (IllegalStateException | IllegalArgumentException e) {
            return null;
        }
        if (!failure.isOf(change)) {
            return null;
        }
        return change.people().stream()
                .filter(person -> person.id().equals(failure.identity()))
                .map(Person::keys)
                .findFirst()
                .orElseThrow()
                .stream()
                .map(key -> key.field() + " " + view.apply(key.value()))
                .collect(Collectors.collectingAndThen(Collectors.joining("; "), text -> text.isEmpty() ? null : text));
    }

    private Position position(Failure failure) {
        return new Position(deadLetterTopic, failure.deadLetterPartition(), failure.deadLetterOffset());
    }
}
