package io.github.listward.delivery;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Table {@code requested_check}: anybody asks, the process that speaks to the instance checks. */
@Repository
public class RequestedChecks {

    private static final Logger LOG = LoggerFactory.getLogger(RequestedChecks.class);

    private final JdbcClient jdbc;

    RequestedChecks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Has the destinations of the instance held against what Marketo says of itself, within seconds. */
    public void request(String instance) {
        jdbc.sql("insert into requested_check (instance) values (?) on conflict do nothing").param(instance).update();
    }

    /** Whether somebody has asked; it is the caller's to do then. */
    boolean take(String instance) {
        try {
            return jdbc.sql("delete from requested_check where instance = ?").param(instance).update() == 1;
        } catch (DataAccessException e) {
            LOG.debug("Whether somebody wants {} checked is seen later", instance, e);
            return false;
        }
    }
}
