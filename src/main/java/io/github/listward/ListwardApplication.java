package io.github.listward;

import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** Starts Listward: the routes in {@code routes/}, wired to the beans of the packages below. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class ListwardApplication {

    public static void main(String[] args) {
        SpringApplication.run(ListwardApplication.class, args);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
