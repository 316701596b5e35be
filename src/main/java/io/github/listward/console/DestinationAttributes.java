package io.github.listward.console;

import io.github.listward.delivery.RequestedChecks;
import io.github.listward.destination.Destination;
import io.github.listward.monitoring.Standing;
import io.github.listward.monitoring.Standings;
import java.util.Objects;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedResource;

/** One destination in Hawtio. */
@ManagedResource(description = "A connection to a Marketo instance: whether it can be delivered to")
public class DestinationAttributes {

    private final Destination destination;
    private final Standings standings;
    private final RequestedChecks checks;

    DestinationAttributes(Destination destination, Standings standings, RequestedChecks checks) {
        this.destination = destination;
        this.standings = standings;
        this.checks = checks;
    }

    @ManagedAttribute(description = "UP, DEGRADED (something is not delivered), DOWN (nothing is delivered) or UNKNOWN")
    public String getStatus() {
        return standing().status().name();
    }

    @ManagedAttribute(description = "Why it is not up, and what to do; empty while it is")
    public String getCause() {
        return Objects.toString(standing().cause(), "");
    }

    @ManagedAttribute(description = "When it came to have that status; empty where nobody knows")
    public String getSince() {
        return Objects.toString(standing().since(), "");
    }

    @ManagedAttribute(description = "Its name")
    public String getName() {
        return destination.name();
    }

    @ManagedAttribute(description = "Munchkin id of its Marketo instance")
    public String getInstance() {
        return destination.instance();
    }

    @ManagedAttribute(description = "Marketo workspace its lists belong to")
    public String getWorkspace() {
        return destination.workspace();
    }

    @ManagedAttribute(description = "Lead partition new people are created in")
    public String getPartition() {
        return destination.partition();
    }

    @ManagedAttribute(description = "MATCH_EXISTING, or CREATE_MISSING: people Marketo does not know are created")
    public String getPersonAction() {
        return destination.personAction().name();
    }

    @ManagedAttribute(description = "What is delivered: AUDIENCE_AND_PROFILE, AUDIENCE_ONLY or PROFILE_ONLY")
    public String getSyncType() {
        return destination.syncType().name();
    }

    @ManagedOperation(description = "Has all destinations of the instance held against what Marketo says of its fields, partitions and folders, within seconds")
    public String check() {
        checks.request(destination.instance());
        return "The destinations of " + destination.instance() + " are checked within seconds, by the process that speaks to it";
    }

    private Standing standing() {
        return standings.destination(destination.id()).orElseThrow().standing();
    }
}
