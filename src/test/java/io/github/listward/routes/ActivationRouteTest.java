package io.github.listward.routes;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;

/** A test of one route of activation, in the company of the others. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = ActivationRoutes.Setting.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {
            "camel.main.routes-include-pattern=file:routes/receive-profiles.camel.yaml,file:routes/route-memberships.camel.yaml,"
                    + "file:routes/qualify.camel.yaml,file:routes/exit.camel.yaml,file:routes/queue-changes.camel.yaml,"
                    + "file:routes/remember-memberships.camel.yaml,file:routes/dead-letter.camel.yaml,file:routes/failures.camel.yaml,"
                    + "file:routes/on-qualified.camel.yaml,file:routes/on-exited.camel.yaml,file:routes/on-failed.camel.yaml,"
                    + "file:routes/before-send.camel.yaml",
            "spring.config.import=classpath:definitions/two-instances.yaml",
            "spring.datasource.url=jdbc:h2:mem:activation-routes;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1",
            "listward.identity-hash-key=a-key-of-tests-only-a-key-of-tests-only",
            "listward.pause-after-failure=10ms",
        })
@interface ActivationRouteTest {}
