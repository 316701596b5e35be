package io.github.listward.activation;

import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An empty database of a test's own. */
final class Database {

    private Database() {}

    static JdbcClient empty() {
        return JdbcClient.create(emptyForTemplate());
    }

    static JdbcTemplate emptyForTemplate() {
        var database = new JdbcDataSource();
        database.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1");
        Flyway.configure().dataSource(database).load().migrate();
        return new JdbcTemplate(database);
    }
}
