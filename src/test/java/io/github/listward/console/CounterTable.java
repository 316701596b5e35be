package io.github.listward.console;

import org.springframework.jdbc.core.simple.JdbcClient;

/** The columns of the counters the console reads. */
final class CounterTable {

    private CounterTable() {}

    static void create(JdbcClient jdbc) {
        jdbc.sql("""
                        create table if not exists counter (
                            dataflow varchar, audience varchar, outcome varchar, reason varchar, amount bigint)
                        """)
                .update();
    }
}
