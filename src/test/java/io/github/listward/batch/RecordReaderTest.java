package io.github.listward.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.kafka.EmbeddedKafka;
import io.github.listward.profile.Position;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordReaderTest {

    private static final String TOPIC = "letters";
    private static final int RECORDS = 3_000;
    private static final int EXPIRED = 100;

    @TempDir
    Path directory;

    @Test
    void readsTheRecordsAskedForAndNoOthers() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            fill(kafka);
            var reader = new RecordReader(new KafkaCluster(new KafkaClusterProperties(kafka.bootstrapServers(), Map.of())));

            assertThat(reader.read(at(0, 7, EXPIRED, 101, 140, 2_500, 2_999, RECORDS, 9_000)).values())
                    .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
                    .containsExactly("100", "101", "140", "2500", "2999");
            assertThat(reader.read(LongStream.range(0, RECORDS).mapToObj(RecordReaderTest::at).toList())).hasSize(RECORDS - EXPIRED);
            assertThat(reader.read(List.of())).isEmpty();
            assertThat(reader.readFrom(TOPIC, 0, 10, 700)).hasSize(700)
                    .first().extracting(record -> record.position().offset()).isEqualTo((long) EXPIRED);
            assertThat(reader.readFrom(TOPIC, 0, RECORDS - 3, 700)).extracting(record -> record.position().offset()).containsExactly(2_997L, 2_998L, 2_999L);
            assertThat(reader.readFrom(TOPIC, 0, RECORDS, 700)).isEmpty();
            assertThat(reader.endOffsets(TOPIC)).isEqualTo(Map.of(0, (long) RECORDS));
            assertThat(reader.beginningOffsets(TOPIC)).isEqualTo(Map.of(0, (long) EXPIRED));
        }
    }

    private static void fill(EmbeddedKafka kafka) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (Admin admin = Admin.create(settings);
                var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
            for (int n = 0; n < RECORDS; n++) {
                producer.send(new ProducerRecord<>(TOPIC, Integer.toString(n).getBytes(StandardCharsets.UTF_8)));
            }
            producer.flush();
            admin.deleteRecords(Map.of(new TopicPartition(TOPIC, 0), RecordsToDelete.beforeOffset(EXPIRED))).all().get();
        }
    }

    private static List<Position> at(long... offsets) {
        return LongStream.of(offsets).mapToObj(RecordReaderTest::at).toList();
    }

    private static Position at(long offset) {
        return new Position(TOPIC, 0, offset);
    }
}
