package io.github.listward.delivery;

import java.time.Instant;

/**
 * What Marketo says of a lead in a list.
 *
 * @param askedAt when it was asked, or null
 * @param answeredAt when it answered, or null
 * @param requestId Marketo's id of the request, or null
 */
public record MembershipAnswer(State state, Instant askedAt, Instant answeredAt, String requestId) {

    /**
     * {@code NOT_FOUND}: Marketo has no such lead, or no such list; {@code PENDING}: it is being asked; {@code UNANSWERED}: it would not
     * say; {@code NOT_ASKED}: nobody wanted to know, or no lead or list is known to ask about.
     */
    public enum State { MEMBER, NOT_MEMBER, NOT_FOUND, PENDING, UNANSWERED, NOT_ASKED }

    public static final MembershipAnswer NOT_ASKED = new MembershipAnswer(State.NOT_ASKED, null, null, null);
}
