package io.github.listward.monitoring;

/** What somebody has to know of. Names are stable: notices, the API and receivers use them. */
public enum AlertRule {
    /** Too large a share of a dataflow's changes was excluded, in percent. AEP: "Activation Skipped Rate Exceeded". */
    EXCLUDED_RATE("Many changes are excluded"),
    /** Too large a share of a dataflow's changes failed, in percent. AEP: "Activation Failed Rate Exceeded". */
    FAILED_RATE("Many changes fail"),
    /** The oldest undelivered change of an instance is too old, in seconds. */
    DELAY("Changes are late"),
    /** Marketo refuses an instance's credentials, or what its API user may do. */
    CREDENTIALS_REFUSED("Marketo refuses the credentials"),
    /** Four fifths of an instance's calls of the day are used, in percent. */
    BUDGET_LOW("The calls of the day run out"),
    /** An instance's calls of the day are used, but for those kept for removals, in percent. */
    BUDGET_USED("The calls of the day are used"),
    /** Nothing is delivered to an instance, or to one of its destinations, in seconds. */
    INSTANCE_DOWN("An instance is down"),
    /** The changes of an audience are held, in seconds. */
    LIST_HELD("Changes are held"),
    /** Too large a share of a list was removed, in percent. */
    REMOVALS_GUARD("A list is emptied"),
    /** The oldest undelivered change has passed half of what Kafka keeps it for, in percent. */
    TOPIC_HALF_EXPIRED("Changes are about to be lost");

    private final String title;

    AlertRule(String title) {
        this.title = title;
    }

    /** In words, e.g. for the subject of a mail. */
    String title() {
        return title;
    }
}
