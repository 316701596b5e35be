package io.github.listward.destination;

import java.util.List;

/**
 * A connection to a Marketo instance.
 *
 * @param id immutable, kebab-case
 * @param instance munchkin id
 * @param workspace Marketo workspace the lists belong to
 * @param partition lead partition new people are created in
 * @param matchKeys Marketo fields a person is looked up by, in order, e.g. {@code email}
 * @param multiMatch what to do when several leads match
 * @param deletedLeads what to do with a person who was deleted in Marketo
 */
public record Destination(
        String id,
        String name,
        String description,
        String instance,
        String workspace,
        String partition,
        PersonAction personAction,
        SyncType syncType,
        List<String> matchKeys,
        MultiMatch multiMatch,
        DeletedLeads deletedLeads) {

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
