package io.github.listward.destination;

import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A connection to a Marketo instance.
 *
 * @param id immutable, kebab-case.
 * @param name as people see it; the id when absent.
 * @param description free text, or null.
 * @param instance munchkin id of the instance.
 * @param workspace Marketo workspace the lists belong to.
 * @param partition lead partition new people are created in.
 * @param personAction match-existing, or create-missing, which needs firstName and lastName mapped.
 * @param syncType audience-and-profile, audience-only or profile-only.
 * @param matchKeys REST names of the Marketo fields a person is looked up by, in order; each must be searchable, and mapped in every dataflow.
 * @param multiMatch when several leads match: newest, oldest, all or reject.
 * @param deletedLeads a person who was deleted in Marketo: exclude or recreate.
 */
public record Destination(
        String id,
        String name,
        String description,
        String instance,
        @DefaultValue("Default") String workspace,
        @DefaultValue("Default") String partition,
        @DefaultValue("match-existing") PersonAction personAction,
        @DefaultValue("audience-and-profile") SyncType syncType,
        @DefaultValue("email") List<String> matchKeys,
        @DefaultValue("newest") MultiMatch multiMatch,
        @DefaultValue("exclude") DeletedLeads deletedLeads) {

    public Destination {
        name = name == null ? id : name;
    }

    /** AEP's "Person Action": whether people Marketo does not know are created. */
    public enum PersonAction { MATCH_EXISTING, CREATE_MISSING }

    /** AEP's "Sync type": whether list membership, the lead's fields, or both are delivered. */
    public enum SyncType {
        AUDIENCE_AND_PROFILE, AUDIENCE_ONLY, PROFILE_ONLY;

        public boolean lists() {
            return this != PROFILE_ONLY;
        }

        public boolean profiles() {
            return this != AUDIENCE_ONLY;
        }
    }

    /** Which of several matching leads is meant. Newest and oldest go by the lead's last update. */
    public enum MultiMatch { NEWEST, OLDEST, ALL, REJECT }

    /** Whether a person whose lead was deleted in Marketo is created again. */
    public enum DeletedLeads { EXCLUDE, RECREATE }

    /** Nobody is created by an audience-only destination, whatever its person action says. */
    public boolean creates() {
        return syncType.profiles() && personAction == PersonAction.CREATE_MISSING;
    }
}
