package io.github.listward.monitoring;

/**
 * Something is wrong now.
 *
 * @param subject as {@link Alert#subject}; with the rule it says whether two findings are of one alert
 * @param value what was measured, in percent or seconds as the rule has it
 * @param message free of personal data
 */
record Finding(
        AlertRule rule, String subject, String instance, String dataflow, String audience, double value, double threshold, String message) {

    static Finding ofInstance(AlertRule rule, String instance, double value, double threshold, String message) {
        return new Finding(rule, "instance " + instance, instance, null, null, value, threshold, message);
    }

    static Finding ofAudience(AlertRule rule, String instance, String dataflow, String audience, double value, double threshold, String message) {
        return new Finding(rule, "audience " + audience + " of dataflow " + dataflow, instance, dataflow, audience, value, threshold, message);
    }

    /** The same of all findings of one alert. */
    String key() {
        return rule + " " + subject;
    }
}
