package io.github.listward.delivery;

import io.github.listward.delivery.AudienceLists.AudienceList;
import io.github.listward.delivery.AudienceLists.Feed;
import io.github.listward.destination.Audience;
import io.github.listward.destination.Destination;

/** What is to be done about the static list of one audience. */
final class ListTask {

    private final Feed feed;
    private final Destination destination;
    private final Audience audience;
    private final AudienceList current;
    private final String name;
    private final boolean creating;

    /**
     * @param current the list it feeds so far, or null
     * @param name the name wanted
     * @param creating whether the list is created when Marketo has none of that name
     */
    ListTask(Feed feed, Destination destination, Audience audience, AudienceList current, String name, boolean creating) {
        this.feed = feed;
        this.destination = destination;
        this.audience = audience;
        this.current = current;
        this.name = name;
        this.creating = creating;
    }

    private boolean isRename() {
        return current != null;
    }

    /** A list given by its id is never created, and nothing is created for somebody to leave. */
    private boolean isCreation() {
        return creating && audience.listId() == null;
    }

    /** Which way it goes: {@code rename}, {@code create} or {@code find}. */
    String way() {
        return isRename() ? "rename" : isCreation() ? "create" : "find";
    }

    Feed feed() {
        return feed;
    }

    Destination destination() {
        return destination;
    }

    Audience audience() {
        return audience;
    }

    AudienceList current() {
        return current;
    }

    String name() {
        return name;
    }

    @Override
    public String toString() {
        return "ListTask[" + feed + "]";
    }
}
