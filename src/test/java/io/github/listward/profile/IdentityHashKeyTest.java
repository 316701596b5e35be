package io.github.listward.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.listward.marketo.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

class IdentityHashKeyTest {

    private static final Secret KEY = new Secret("0123456789abcdef0123456789abcdef");
    private static final Secret OTHER_KEY = new Secret("fedcba9876543210fedcba9876543210");

    @TempDir
    Path directory;

    private JdbcClient database;

    @BeforeEach
    void createDatabase() {
        DataSource dataSource = new DriverManagerDataSource("jdbc:h2:file:" + directory.resolve("db") + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE");
        new ResourceDatabasePopulator(new ClassPathResource("db/migration/V3__settings.sql")).execute(dataSource);
        database = JdbcClient.create(dataSource);
    }

    @Test
    void makesAKeyBesideAnH2DatabaseThatOnlyItsOwnerMayRead() throws Exception {
        String hash = open(null, true).of("crmId", "1");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile()))).isEqualTo("rw-------");
        assertThat(open(null, true).of("crmId", "1")).isEqualTo(hash);
        try (var files = Files.list(keyFile().getParent())) {
            assertThat(files).containsExactly(keyFile());
        }
    }

    @Test
    void takesTheContentOfTheKeyFileAsPropertyForTheSameKey() throws Exception {
        String hash = open(null, true).of("crmId", "1");

        assertThat(open(new Secret(Files.readString(keyFile())), true).of("crmId", "1")).isEqualTo(hash);
    }

    @Test
    void refusesToMakeOneForADatabaseThatReplicasShare() {
        assertThatThrownBy(() -> open(null, false))
                .isInstanceOf(IdentityHashKeyException.class)
                .hasMessageStartingWith("listward.identity-hash-key is missing");
    }

    @Test
    void takesTheConfiguredKeyForAnyDatabase() {
        assertThat(open(KEY, false).of("crmId", "1")).isEqualTo(open(KEY, true).of("crmId", "1"));
        assertThat(keyFile()).doesNotExist();
    }

    @Test
    void refusesAnotherKeyThanTheDatabaseWasWrittenWith() {
        open(KEY, false);

        assertThatThrownBy(() -> open(OTHER_KEY, false))
                .hasMessage("The identity hash key is not the one this database was written with.");
    }

    @Test
    void doesNotReplaceAKeyThatIsGone() throws Exception {
        open(null, true);
        Files.delete(keyFile());

        assertThatThrownBy(() -> open(null, true)).hasMessageContaining("is gone, and this database was written with it");
        assertThat(keyFile()).doesNotExist();
    }

    @Test
    void refusesAKeyThatCouldBeGuessed() {
        assertThatThrownBy(() -> open(new Secret("secret"), true)).hasMessage("The identity hash key in listward.identity-hash-key has fewer than 32 characters.");
    }

    @Test
    void startsOnTheSchemaOfTheProductAndReadsItsKeyFromTheEnvironment() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class,
                        JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class))
                .withUserConfiguration(HashOnly.class)
                .withPropertyValues("listward.identity-hash-key=" + KEY.value(),
                        "spring.datasource.url=jdbc:h2:mem:hash;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE")
                .run(context -> assertThat(context.getBean(IdentityHash.class).of("crmId", "1")).isEqualTo(open(KEY, true).of("crmId", "1")));
    }

    @Test
    void keepsItsKeyInDataUnlessToldOtherwise() {
        new ApplicationContextRunner()
                .withUserConfiguration(PropertiesOnly.class)
                .run(context -> {
                    assertThat(context.getBean(IdentityHashProperties.class).stateDirectory()).isEqualTo(Path.of("data"));
                    assertThat(context.getBean(SourceProperties.class).maxEventSize().toMegabytes()).isEqualTo(1);
                });
    }

    private IdentityHash open(Secret key, boolean mayBeMade) {
        return new IdentityHashKey(new IdentityHashProperties(directory.resolve("state"), key), database, mayBeMade).open();
    }

    private Path keyFile() {
        return directory.resolve("state").resolve(IdentityHashKey.FILE_NAME);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(IdentityHashProperties.class)
    @Import(IdentityHashConfiguration.class)
    static class HashOnly {}

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({IdentityHashProperties.class, SourceProperties.class})
    static class PropertiesOnly {}
}
