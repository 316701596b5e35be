package io.github.listward.activation;

import io.github.listward.batch.Batch;
import io.github.listward.batch.BatchFailedException;
import io.github.listward.batch.SourceRecord;
import io.github.listward.batch.Tally;
import io.github.listward.batch.Tally.Outcome;
import io.github.listward.profile.ProfileEvent;
import io.github.listward.profile.ProfileReader;
import io.github.listward.profile.UnreadableEventException;
import java.time.Clock;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** The two ends of activation: a record becomes a profile event, and a change that passed every check is received. */
@Component("activation")
class Activation {

    private final ProfileReader reader;
    private final Clock clock;

    Activation(ProfileReader reader, Clock clock) {
        this.reader = reader;
        this.clock = clock;
    }

    /** @throws BatchFailedException if the poll has failed: with a stopped route every further event would only wait for it in vain */
    ProfileEvent read(@Body SourceRecord record, Exchange exchange) throws UnreadableEventException {
        BatchFailedException.throwIfFailed(Batch.of(exchange));
        return reader.read(record.value(), record.key(), record.position(), record.at()).recordedNoLaterThan(clock.instant());
    }

    /** Counts a change as received by its dataflow. What becomes of it is counted by delivery. */
    void received(MembershipEvent event, Exchange exchange) {
        Tally tally = Batch.of(exchange).tally();
        tally.add(event.profile().position(), event.getDataflow(), event.getAudience(), Outcome.RECEIVED, "", event.weight());
        event.end();
    }
}
