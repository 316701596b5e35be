package io.github.listward.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who speaks to which Marketo instance, as the database has it. */
final class LeaseTable {

    private final JdbcClient jdbc;

    LeaseTable(EmbeddedPostgres postgres) {
        jdbc = JdbcClient.create(postgres.getPostgresDatabase());
    }

    /** Instance to owner. */
    Map<String, String> owners() {
        Map<String, String> owners = new TreeMap<>();
        jdbc.sql("select instance, owner from lease where expires_at > now()").query(row -> {
            owners.put(row.getString(1), row.getString(2));
        });
        return owners;
    }

    /** The replica that says it took the lease the table has now. */
    Replica owner(String instance, List<Replica> replicas) {
        long epoch = jdbc.sql("select epoch from lease where instance = ?").param(instance).query(Long.class).single();
        List<Replica> owners = replicas.stream().filter(replica -> replica.logged("speaks to Marketo instance " + instance + " from now on (epoch " + epoch)).toList();
        assertThat(owners).as("owners of %s in epoch %d", instance, epoch).hasSize(1);
        return owners.get(0);
    }

    long rows(String instance) {
        return jdbc.sql("select count(*) from lease where instance = ?").param(instance).query(Long.class).single();
    }
}
