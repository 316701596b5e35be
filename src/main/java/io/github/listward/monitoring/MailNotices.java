package io.github.listward.monitoring;

import io.github.listward.monitoring.AlertProperties.Mail;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.springframework.stereotype.Component;

/** Writes notices as mails. */
@Component("mailNotices")
class MailNotices {

    private final AlertProperties properties;

    MailNotices(AlertProperties properties) {
        this.properties = properties;
    }

    /** Every header of the message becomes one of the mail. */
    void write(@ExchangeProperty("notice") Notice notice, Exchange exchange) {
        Mail mail = properties.mail();
        Alert alert = notice.alert();
        Message message = exchange.getMessage();
        message.setHeader("From", mail.from());
        message.setHeader("To", String.join(",", mail.to()));
        String subject = "Listward%s: %s (%s)".formatted(notice.kind() == Notice.Kind.OPENED ? "" : ", " + notice.kind().name().toLowerCase(Locale.ROOT),
                alert.rule().title(), alert.subject());
        message.setHeader("Subject", subject.replaceAll("\\p{Cntrl}", " "));
        message.setHeader("X-Listward-Notice", notice.notice());
        message.setHeader("Auto-Submitted", "auto-generated"); // so that no out-of-office answers
        message.setBody("""
                %s

                Rule       %s
                Subject    %s
                Since      %s
                Measured   %s
                Threshold  %s
                Alert      %d
                Notice     %s

                What it means and what to do: docs/operations.md, Alerts. All open alerts: GET /api/alerts?state=open
                """.formatted(notice.text(), alert.rule(), alert.subject(), alert.since(), alert.value(), alert.threshold(), alert.id(), notice.notice()));
    }
}
