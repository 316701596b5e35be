package io.github.listward.monitoring;

import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;

/** The failure report on a database of its own. */
final class FailureTable {

    private FailureTable() {}

    static Failures empty() {
        return new Failures(migrated());
    }

    static DataSource migrated() {
        DataSource database = database();
        Flyway.configure().dataSource(database).load().migrate();
        return database;
    }

    static Failures missing() {
        return new Failures(database());
    }

    private static DataSource database() {
        var database = new JdbcDataSource();
        database.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1");
        return database;
    }
}
