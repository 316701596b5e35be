package io.github.listward.sandbox;

import java.time.Instant;

/**
 * One thing that happened to a lead's membership of a list.
 *
 * @param action {@code added} or {@code removed} as Marketo answered (a repeated add is a further {@code added}), {@code merged}
 *     when the lead took over a loser's membership, {@code deleted} when it lost its own with its record
 */
public record Move(Instant at, String action) {}
