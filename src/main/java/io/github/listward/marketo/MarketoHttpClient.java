package io.github.listward.marketo;

import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.util.TimeValue;
import org.springframework.stereotype.Component;

/** The HTTP client sends what it is given, once: what it repeated or redirected by itself would pass by the gate, the throttle and the budget. */
@Component
class MarketoHttpClient implements HttpClientConfigurer {

    private static final TimeValue LONGEST_IDLE = TimeValue.ofSeconds(30);

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        client.disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .evictExpiredConnections()
                .evictIdleConnections(LONGEST_IDLE);
    }
}
