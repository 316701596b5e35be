package io.github.listward.delivery;

import io.github.listward.delivery.Outcome.Failed;

/** One member of a group that an aggregator gathers for one call. */
interface GroupMember {

    /** Marketo refused the call, and this member was the only one in it. */
    void refused(Failed failure);

    /** Marketo refused the whole call without naming a record: this member goes on in one half of the group. */
    void goOnIn(String half);
}
