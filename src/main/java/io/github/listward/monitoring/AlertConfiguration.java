package io.github.listward.monitoring;

import io.github.listward.monitoring.AlertProperties.Mail;
import io.github.listward.monitoring.AlertProperties.Mail.Tls;
import jakarta.mail.Authenticator;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import org.apache.camel.CamelContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Threads of notices, apart from those of delivery, and where mails go. */
@Configuration(proxyBeanMethods = false)
class AlertConfiguration {

    private static final String TIMEOUT_MILLIS = "15000";

    /** One for every receiver at most, see {@link Notices#due}. */
    @Bean(destroyMethod = "")
    ExecutorService noticeThreads(CamelContext context) {
        return context.getExecutorServiceManager().newCachedThreadPool(this, "notices");
    }

    /** Nothing of it stands in an endpoint's URI. Without a receiver by mail it is of nowhere, and not used. */
    @Bean
    Session alertMailSession(AlertProperties alerts) {
        Properties properties = new Properties();
        Mail mail = alerts.mail();
        if (mail == null) {
            return Session.getInstance(properties);
        }
        properties.setProperty("mail.smtp.host", mail.host());
        properties.setProperty("mail.smtp.port", String.valueOf(mail.port()));
        properties.setProperty("mail.smtp.auth", String.valueOf(mail.username() != null));
        properties.setProperty("mail.smtp.starttls.enable", String.valueOf(mail.tls() == Tls.STARTTLS));
        properties.setProperty("mail.smtp.starttls.required", String.valueOf(mail.tls() == Tls.STARTTLS));
        properties.setProperty("mail.smtp.ssl.enable", String.valueOf(mail.tls() == Tls.IMPLICIT));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        properties.setProperty("mail.smtp.connectiontimeout", TIMEOUT_MILLIS);
        properties.setProperty("mail.smtp.timeout", TIMEOUT_MILLIS);
        properties.setProperty("mail.smtp.writetimeout", TIMEOUT_MILLIS);
        return Session.getInstance(properties, new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return mail.username() == null ? null : new PasswordAuthentication(mail.username(), mail.password().value());
            }
        });
    }
}
