package io.github.listward.monitoring;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The statements of runs and metrics on the other database. */
class RunsOnPostgresIT extends RunsTest {

    private static EmbeddedPostgres postgres;
    private static int databases;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Override
    DataSource database() {
        String name = "test_" + databases++;
        JdbcClient.create(postgres.getPostgresDatabase()).sql("create database " + name).update();
        return postgres.getDatabase("postgres", name);
    }
}
