package io.github.listward.delivery;

import io.github.listward.activation.Reason;
import io.github.listward.delivery.AudienceLists.AudienceList;
import io.github.listward.delivery.AudienceLists.Feed;
import io.github.listward.destination.Audience;
import io.github.listward.destination.Destination;
import java.time.Instant;

/** What is to be done about the static list of one audience. */
final class ListTask {

    private final Feed feed;
    private final Destination destination;
    private final Audience audience;
    private final AudienceList current;
    private final Name name;
    private final boolean creating;

    /**
     * The name wanted of a list.
     *
     * @param at the source record's time of the event that says so; the epoch when no event does
     */
    record Name(String text, Instant at) {}

    /**
     * @param current the list it feeds so far, or null
     * @param creating whether the list is created when Marketo has none of that name
     */
    ListTask(Feed feed, Destination destination, Audience audience, AudienceList current, Name name, boolean creating) {
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

    /** The list cannot be found or made: its audience has to wait for it. */
    NewHold heldFor(Reason reason, String message) {
        Long id = audience.listId();
        return new NewHold(feed, reason, message, id, id == null ? name.text() : null, false);
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

    Name name() {
        return name;
    }

    @Override
    public String toString() {
        return "ListTask[" + feed + "]";
    }
}
