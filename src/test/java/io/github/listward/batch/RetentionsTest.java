package io.github.listward.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.listward.kafka.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionsTest {

    @TempDir
    Path directory;

    @Test
    void saysHowLongKafkaKeepsATopic() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            KafkaCluster cluster = new KafkaCluster(new KafkaClusterProperties(kafka.bootstrapServers(), Map.of()));
            new Topics(cluster).kept("changes", 1, Duration.ofDays(30)).kept("for-good", 1, Duration.ofMillis(-1)).create();
            Retentions retentions = new Retentions(cluster);

            assertThat(retentions.of("changes")).contains(Duration.ofDays(30));
            assertThat(retentions.of("for-good")).isEmpty();
            assertThatIllegalStateException().isThrownBy(() -> retentions.of("nobodys")).withMessage("Kafka does not say how long it keeps nobodys");
        }
    }
}
