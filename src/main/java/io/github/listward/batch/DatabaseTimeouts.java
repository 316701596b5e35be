package io.github.listward.batch;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * Lets no process wait without end for rows that another one has locked: one that is stopped in a transaction keeps them, and
 * PostgreSQL would keep its session for hours. Other settings of the connections stay as they are.
 */
@Component
class DatabaseTimeouts implements BeanPostProcessor {

    /** A flush or poll that waits for longer fails, and is tried again. */
    private static final String FOR_POSTGRESQL = "set lock_timeout = '5s'; set idle_in_transaction_session_timeout = '30s'";

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource source
                && source.getConnectionInitSql() == null
                && source.getJdbcUrl() != null
                && source.getJdbcUrl().startsWith("jdbc:postgresql:")) {
            source.setConnectionInitSql(FOR_POSTGRESQL);
        }
        return bean;
    }
}
