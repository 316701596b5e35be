package io.github.listward.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BatchTest {

    private final Batch batch = Counts.batchOf();

    @Test
    void joinsAtOnceWithoutGroups() {
        assertThatCode(batch::join).doesNotThrowAnyException();
    }

    @Test
    void waitsForEveryGroup() {
        batch.groupOpened();
        batch.groupOpened();
        CompletableFuture<Void> joined = join();

        batch.groupEnded(null);
        assertThat(joined).isNotDone();
        batch.groupEnded(null);

        await("the join").until(joined::isDone);
        assertThat(joined).isCompleted();
    }

    @Test
    void saysWhatFailedAfterAllGroupsHaveEnded() {
        batch.groupOpened();
        batch.groupOpened();
        CompletableFuture<Void> joined = join();

        batch.groupEnded(new IllegalStateException("the first"));
        assertThat(batch.failed()).isTrue();
        assertThat(joined).isNotDone();
        batch.groupEnded(new IllegalStateException("the second"));

        await("the join").until(joined::isDone);
        assertThatThrownBy(joined::join).hasRootCauseMessage("the first").cause().hasMessage("the first");
    }

    @Test
    void failsForWhatFailedOutsideOfGroups() {
        batch.fail(null);
        assertThat(batch.failed()).isFalse();

        batch.fail(new IllegalStateException("a part"));

        assertThatThrownBy(batch::join).isInstanceOf(BatchFailedException.class).hasMessage("a part");
        assertThatThrownBy(() -> BatchFailedException.throwIfFailed(batch)).isInstanceOf(BatchFailedException.class);
    }

    private CompletableFuture<Void> join() {
        return CompletableFuture.runAsync(() -> {
            try {
                batch.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
