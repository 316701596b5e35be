package io.github.listward.console;

import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import io.github.listward.monitoring.Audiences;
import io.github.listward.monitoring.Failures;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;

/** The console over HTTP, on an empty database and without routes. */
@Target(TYPE)
@Retention(RUNTIME)
@AutoConfigureObservability(tracing = false)
@SpringBootTest(
        classes = ConsoleTest.Application.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "camel.main.routes-include-pattern=false",
            "spring.datasource.url=jdbc:h2:mem:console;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE",
            "listward.console.password=" + ConsoleTest.PASSWORD
        })
@interface ConsoleTest {

    String USERNAME = "admin";
    String PASSWORD = "let me in";

    @EnableAutoConfiguration
    @EnableConfigurationProperties(ConsoleProperties.class)
    @Import({
        AudiencesController.class,
        ConsoleSecurity.class,
        ContractController.class,
        FailuresController.class,
        Problems.class,
        Audiences.class,
        Failures.class
    })
    class Application {}
}
