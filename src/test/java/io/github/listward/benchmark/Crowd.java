package io.github.listward.benchmark;

import io.github.listward.activation.MembershipChange;
import io.github.listward.routes.ChangeBuilder;
import java.time.Instant;

/**
 * People who are put on lists and taken off them by turns, each on one list. Half of them are on their list at any time; in the order of
 * their numbers every other one is added and removed, so that each call has its full share of both.
 */
final class Crowd {

    private final int people;
    private final int lists;
    private int turn;
    private long second;

    Crowd(int people, int lists) {
        this.people = people;
        this.lists = lists;
    }

    int people() {
        return people;
    }

    /** The even ones are added, and nobody else has been yet. */
    MembershipChange first(int i) {
        return move(2 * i, true);
    }

    /** Everybody is moved once: who is on the list is removed, and the others are added. */
    Crowd turn() {
        turn++;
        return this;
    }

    MembershipChange change(int i) {
        return change(i, people);
    }

    /** The same few people over and over, each an odd number of times. */
    MembershipChange change(int i, int few) {
        int person = i % few;
        boolean wasFirst = person % 2 == 0;
        int moves = turn + i / few;
        return move(person, wasFirst == (moves % 2 == 0));
    }

    private MembershipChange move(int person, boolean qualified) {
        String audience = "a" + person / 2 % lists;
        ChangeBuilder change = ChangeBuilder.aChange().in(Deployment.DATAFLOW);
        change = qualified ? change.qualifying(audience) : change.exiting(audience);
        return change.by(email(person)).at(Instant.ofEpochSecond(1_790_000_000L + second++).toString()).build();
    }

    static String email(int person) {
        return "person" + person + "@example.com";
    }
}
