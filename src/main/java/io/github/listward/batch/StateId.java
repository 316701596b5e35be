package io.github.listward.batch;

import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What tells one state database from another: replicas that work together have one. Setting {@code state-id}. */
@Component
class StateId {

    private static final String SETTING = "state-id";

    private final String id;

    StateId(JdbcClient jdbc) {
        String mine = UUID.randomUUID().toString();
        String kept = kept(jdbc);
        if (kept == null) {
            try {
                jdbc.sql("insert into setting (name, content) values (?, ?)").params(SETTING, mine).update();
                kept = mine;
            } catch (DuplicateKeyException faster) {
                kept = kept(jdbc);
            }
        }
        id = kept;
    }

    private static String kept(JdbcClient jdbc) {
        return jdbc.sql("select content from setting where name = ?").param(SETTING).query(String.class).optional().orElse(null);
    }

    /**
     * A client id, which others in the consumer group see. Its random part spreads the instances over the replicas: Kafka gives a group's
     * only partition to the first of its members by name.
     */
    String newClientId() {
        return "listward-" + id + "-" + UUID.randomUUID();
    }

    /** Whether a client id is of a Listward that keeps its state elsewhere. */
    boolean isForeign(String clientId) {
        return clientId.startsWith("listward-") && !clientId.startsWith("listward-" + id + "-");
    }
}
