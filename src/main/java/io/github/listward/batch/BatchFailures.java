package io.github.listward.batch;

import org.apache.camel.Exchange;
import org.apache.camel.processor.aggregate.UseOriginalAggregationStrategy;
import org.springframework.stereotype.Component;

/**
 * Strategy of a splitter whose parts belong to a batch: what fails at a part fails the batch, which {@link Batches#join} then says.
 * Left to the splitter, the exception would pass the route's error handler by, since Camel takes a splitter's failures for handled already.
 */
@Component("batchFailures")
class BatchFailures extends UseOriginalAggregationStrategy {

    BatchFailures() {
        this(null);
    }

    private BatchFailures(Exchange original) {
        super(original, false);
    }

    @Override
    public UseOriginalAggregationStrategy newInstance(Exchange original) {
        return new BatchFailures(original);
    }

    @Override
    public Exchange aggregate(Exchange before, Exchange part) {
        Batch.of(part).fail(part.getException());
        return super.aggregate(before, part);
    }
}
