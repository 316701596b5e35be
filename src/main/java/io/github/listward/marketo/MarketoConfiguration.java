package io.github.listward.marketo;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
class MarketoConfiguration {

    @Bean
    Sleeper sleeper() {
        return duration -> Thread.sleep(duration.toMillis() + 1);
    }
}
