package io.github.listward.activation;

import io.github.listward.batch.BatchGroups;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Activation's aggregators. */
@Configuration(proxyBeanMethods = false)
class ActivationConfiguration {

    @Bean
    BatchGroups changesToQueue() {
        return new BatchGroups();
    }

    @Bean
    BatchGroups membershipsToRemember() {
        return new BatchGroups();
    }
}
