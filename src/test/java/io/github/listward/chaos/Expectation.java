package io.github.listward.chaos;

import io.github.listward.chaos.Event.Membership;
import io.github.listward.chaos.Event.Place;
import io.github.listward.chaos.Event.Sent;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What must be true in the end, worked out of everything that was sent and nothing else. A profile's newest event about an audience,
 * by (time, place in the profile topic), says which addresses it wants in the audience's list: all that it has, or none when it exited.
 * An address is in the list while any profile wants it.
 */
public final class Expectation {

    /** Later than this none of the times sent is to be believed. */
    private final Instant latest;
    private final List<Feed> feeds;
    /** Audience to profile to what it said, oldest first. */
    private final Map<String, Map<String, TreeMap<Order, Set<String>>>> wishes = new TreeMap<>();
    /** Audience to address to the profiles that ever wanted it there. */
    private final Map<String, Map<String, Set<String>>> profiles = new HashMap<>();
    private final Map<List<String>, Long> received = new LinkedHashMap<>();
    private final Set<String> audiences = new HashSet<>();
    private long unreadable;

    private record Order(Instant at, Place place) implements Comparable<Order> {

        @Override
        public int compareTo(Order other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : place.compareTo(other.place);
        }
    }

    public Expectation(List<Feed> feeds, Collection<Sent> sent, Instant latest) {
        this.feeds = feeds;
        this.latest = latest;
        feeds.forEach(feed -> audiences.add(feed.audience()));
        sent.forEach(this::add);
        wishes.forEach((audience, profiles) -> profiles.values().forEach(order -> {
            long lost = lostAddresses(order.values());
            feedsOf(audience).forEach(feed -> count(feed.dataflow(), audience, lost));
        }));
    }

    private void add(Sent sent) {
        Event event = sent.event();
        if (event.memberships().isEmpty()) {
            unreadable++;
            count("", "", 1);
        }
        for (Membership membership : event.memberships()) {
            boolean believed = !membership.at().isAfter(latest);
            if (!audiences.contains(membership.audience())) {
                count("", membership.audience(), 1);
                continue;
            }
            feedsOf(membership.audience()).forEach(feed -> count(feed.dataflow(), feed.audience(), believed ? Math.max(1, event.emails().size()) : 1));
            if (believed) {
                String profile = event.profile() != null ? event.profile() : event.emails().toString();
                Set<String> wish = membership.qualified() ? event.emails() : Set.of();
                wishes.computeIfAbsent(membership.audience(), key -> new TreeMap<>())
                        .computeIfAbsent(profile, key -> new TreeMap<>())
                        .put(new Order(membership.at(), sent.place()), wish);
                Map<String, Set<String>> wanting = profiles.computeIfAbsent(membership.audience(), key -> new HashMap<>());
                wish.forEach(email -> wanting.computeIfAbsent(email, key -> new TreeSet<>()).add(profile));
            }
        }
    }

    /** Each address that a profile had and has no more leaves with an exit of its own. The crowd sees to it that this says how many. */
    private static long lostAddresses(Collection<Set<String>> wishes) {
        Set<String> before = new HashSet<>();
        long lost = 0;
        for (Set<String> wish : wishes) {
            if (!wish.isEmpty()) {
                before.removeAll(wish);
                lost += before.size();
                before = new HashSet<>(wish);
            }
        }
        return lost;
    }

    private void count(String dataflow, String audience, long amount) {
        if (amount > 0) {
            received.merge(List.of(dataflow, audience), amount, Long::sum);
        }
    }

    private List<Feed> feedsOf(String audience) {
        return feeds.stream().filter(feed -> feed.audience().equals(audience)).toList();
    }

    /** Changes by dataflow and audience. */
    Map<List<String>, Long> received() {
        return received;
    }

    long changes() {
        return received.values().stream().mapToLong(Long::longValue).sum();
    }

    long unreadable() {
        return unreadable;
    }

    /** Addresses that must be in the list, if Marketo takes them. */
    public Set<String> wanted(Feed feed) {
        Set<String> wanted = new TreeSet<>();
        wishes.getOrDefault(feed.audience(), Map.of()).values().forEach(order -> wanted.addAll(order.lastEntry().getValue()));
        return wanted;
    }

    /** Every address ever wanted in the list, or taken off it. */
    public Set<String> mentioned(Feed feed) {
        Set<String> mentioned = new TreeSet<>();
        wishes.getOrDefault(feed.audience(), Map.of()).values().forEach(order -> order.values().forEach(mentioned::addAll));
        return mentioned;
    }

    /** For each profile that ever wanted the address there: whether it did, event by event, oldest first. */
    public List<List<Boolean>> timelines(Feed feed, String email) {
        return profiles.getOrDefault(feed.audience(), Map.of()).getOrDefault(email, Set.of()).stream()
                .map(profile -> wishes.get(feed.audience()).get(profile).values().stream().map(wish -> wish.contains(email)).toList())
                .toList();
    }
}
