package io.github.listward.profile;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class IdentityHashConfiguration {

    @Bean
    IdentityHash identityHash(IdentityHashProperties properties, JdbcClient jdbc, DataSource dataSource) throws SQLException {
        return new IdentityHashKey(properties, jdbc, isH2(dataSource)).open();
    }

    private static boolean isH2(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return connection.getMetaData().getDatabaseProductName().equals("H2");
        }
    }
}
