package io.github.listward.monitoring;

/**
 * A rule is broken now.
 *
 * @param subject as {@link Alert#subject}; with the rule it says whether two breaches are of one alert
 * @param value what was measured, in percent or seconds as the rule has it
 * @param message free of personal data
 */
record Breach(
        AlertRule rule, String subject, String instance, String dataflow, String audience, double value, double threshold, String message) {

    static Breach ofInstance(AlertRule rule, String instance, double value, double threshold, String message) {
        return new Breach(rule, "instance " + instance, instance, null, null, value, threshold, message);
    }

    static Breach ofAudience(AlertRule rule, String instance, String dataflow, String audience, double value, double threshold, String message) {
        return new Breach(rule, "audience " + audience + " of dataflow " + dataflow, instance, dataflow, audience, value, threshold, message);
    }

    /** The same of all breaches of one alert. */
    String key() {
        return rule + " " + subject;
    }
}
