package io.github.listward.delivery;

/**
 * How often one thing was asked within a flush, and in what company. Kept over the rounds; changed by the one call it is part of.
 */
final class Tries {

    /** Halves of a group that was refused as a whole go separate ways, until the offender is alone. */
    private String lane;

    private final String firstLane;
    private int unclear;

    Tries() {
        this("");
    }

    /** @param lane of a group of its own */
    Tries(String lane) {
        this.lane = lane;
        firstLane = lane;
    }

    String lane() {
        return lane;
    }

    void goOnIn(String half) {
        lane += half;
    }

    /** @return how many answers have said nothing of it, this one included */
    int unclear() {
        return ++unclear;
    }

    boolean isFirst() {
        return lane.equals(firstLane) && unclear == 0;
    }
}
