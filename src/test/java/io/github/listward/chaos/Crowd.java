package io.github.listward.chaos;

import io.github.listward.chaos.Event.Membership;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** People who keep qualifying and exiting, by a seed: some on time, some late, some twice, some sharing an address. */
final class Crowd {

    /** What keeps a profile's events apart from another kind's is said where they are made. */
    private enum Kind { ANYHOW, DROPS_AN_ADDRESS, EXITS_WITHOUT_IDENTITY, WITHOUT_KEY }

    private static final String NOT_ACTIVATED = "nowhere";
    private static final Duration FAR_AHEAD = Duration.ofHours(2);
    private static final int RESENT_ONE_IN = 12;
    private static final int UNREADABLE_ONE_IN = 120;
    private static final int FUTURE_ONE_IN = 120;
    private static final int FAMILY_OF = 3;
    private static final int REFUSED_ONE_IN = 40;

    private static final class Profile {

        final String key;
        final Kind kind;
        final List<String> emails;
        final Map<String, Integer> events = new LinkedHashMap<>();
        int dropsAfter;
        Instant last;
        Event lastEvent;

        Profile(String key, Kind kind, List<String> emails, Instant last) {
            this.key = key;
            this.kind = kind;
            this.emails = emails;
            this.last = last;
        }
    }

    private final Random random;
    private final List<String> audiences;
    private final int partitions;
    private final List<Profile> profiles = new ArrayList<>();

    /** @param audiences the first is the one of those who drop an address */
    Crowd(long seed, int people, List<String> audiences, int partitions) {
        this.random = new Random(seed);
        this.audiences = audiences;
        this.partitions = partitions;
        // Old enough for every event of a run to be in the past, whatever is added.
        Instant start = Instant.now().minus(Duration.ofHours(6)).truncatedTo(ChronoUnit.MILLIS);
        for (int i = 0; i < people; i++) {
            profiles.add(profile(i, start));
        }
    }

    private Profile profile(int i, Instant start) {
        String own = "p" + i + "@example.com";
        int roll = random.nextInt(100);
        if (roll < 12) {
            Profile profile = new Profile("p" + i, Kind.DROPS_AN_ADDRESS, List.of(own, "p" + i + "@example.org"), start);
            profile.dropsAfter = 1 + random.nextInt(4);
            return profile;
        }
        if (roll < 20) {
            return new Profile("p" + i, Kind.EXITS_WITHOUT_IDENTITY, List.of(own), start);
        }
        if (roll < 26) {
            return new Profile(null, Kind.WITHOUT_KEY, List.of(own), start);
        }
        String family = "family" + i / FAMILY_OF + "@example.com";
        List<String> emails = roll < 40 ? List.of(family) : roll < 50 ? List.of(own, family) : roll < 65 ? List.of(own, "p" + i + "@example.org") : List.of(own);
        return new Profile("p" + i, Kind.ANYHOW, emails, start);
    }

    /** Every address there is. */
    Set<String> emails() {
        return profiles.stream().flatMap(profile -> profile.emails.stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Some of them, of profiles with one address: Marketo is to refuse them. */
    Set<String> refused() {
        return profiles.stream()
                .filter(profile -> profile.kind == Kind.ANYHOW && profile.emails.size() == 1 && profile.emails.get(0).startsWith("p"))
                .map(profile -> profile.emails.get(0))
                .filter(email -> Math.floorMod(email.hashCode(), REFUSED_ONE_IN) == 0)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    Event next() {
        Profile profile = profiles.get(random.nextInt(profiles.size()));
        if (random.nextInt(UNREADABLE_ONE_IN) == 0) {
            return new Event(profile.key, partition(profile), profile.last, Set.of(), List.of(), "{\"segmentMembership\": ");
        }
        if (profile.kind == Kind.ANYHOW && profile.lastEvent != null && random.nextInt(RESENT_ONE_IN) == 0) {
            return profile.lastEvent;
        }
        Event event = switch (profile.kind) {
            case DROPS_AN_ADDRESS -> dropping(profile);
            case EXITS_WITHOUT_IDENTITY -> exitingWithoutIdentity(profile);
            case ANYHOW, WITHOUT_KEY -> anyhow(profile);
        };
        profile.lastEvent = event;
        return event;
    }

    /**
     * Has two addresses, qualifies with both a few times, then has one of them for good. In order, and never back: each exit that
     * follows from a lost address counts as one more change, and only so is their number the same however the polls fall.
     */
    private Event dropping(Profile profile) {
        int soFar = profile.events.merge("all", 1, Integer::sum);
        boolean dropped = soFar > profile.dropsAfter;
        profile.last = later(profile);
        Membership membership = new Membership(audiences.get(0), soFar <= profile.dropsAfter + 1 || random.nextInt(3) > 0, profile.last);
        return event(profile, profile.last, dropped ? profile.emails.subList(0, 1) : profile.emails, List.of(membership), List.of(true));
    }

    /** In order: what an exit without identity means depends on who the profile was before it. */
    private Event exitingWithoutIdentity(Profile profile) {
        profile.last = later(profile);
        boolean first = profile.events.merge("all", 1, Integer::sum) == 1;
        boolean qualified = first || random.nextBoolean();
        boolean identity = qualified || random.nextBoolean();
        Membership membership = new Membership(audiences.get(random.nextInt(2)), qualified, profile.last);
        return event(profile, profile.last, identity ? profile.emails : List.of(), List.of(membership), List.of(true));
    }

    private Event anyhow(Profile profile) {
        Instant recordedAt = time(profile);
        Set<String> chosen = new LinkedHashSet<>();
        chosen.add(audiences.get(random.nextInt(audiences.size())));
        if (random.nextInt(3) == 0) {
            chosen.add(audiences.get(random.nextInt(audiences.size())));
        }
        if (random.nextInt(20) == 0) {
            chosen.add(NOT_ACTIVATED);
        }
        List<Membership> memberships = new ArrayList<>();
        List<Boolean> timed = new ArrayList<>();
        for (String audience : chosen) {
            boolean hasTime = random.nextInt(4) > 0;
            Instant at = !hasTime ? recordedAt : random.nextInt(FUTURE_ONE_IN) == 0 ? Instant.now().plus(FAR_AHEAD).truncatedTo(ChronoUnit.MILLIS) : time(profile);
            memberships.add(new Membership(audience, random.nextInt(5) < 3, at));
            timed.add(hasTime);
        }
        return event(profile, recordedAt, profile.emails, memberships, timed);
    }

    /** Later than the last one, as late, or earlier. */
    private Instant time(Profile profile) {
        int roll = random.nextInt(10);
        if (roll < 3) {
            return profile.last;
        }
        if (roll < 5) {
            return profile.last.minusMillis(1 + random.nextInt(20_000));
        }
        profile.last = later(profile);
        return profile.last;
    }

    private Instant later(Profile profile) {
        return profile.last.plusMillis(1 + random.nextInt(10_000));
    }

    private Integer partition(Profile profile) {
        return profile.key == null ? random.nextInt(partitions) : null;
    }

    private Event event(Profile profile, Instant recordedAt, List<String> emails, List<Membership> memberships, List<Boolean> timed) {
        StringBuilder entries = new StringBuilder();
        for (int i = 0; i < memberships.size(); i++) {
            Membership membership = memberships.get(i);
            entries.append(i == 0 ? "" : ",").append('"').append(membership.audience()).append("\":{\"status\":\"").append(status(membership)).append('"')
                    .append(timed.get(i) ? ",\"lastQualificationTime\":\"" + membership.at() + '"' : "").append('}');
        }
        String identities = emails.stream().map(email -> "{\"id\":\"" + (random.nextInt(8) == 0 ? email.toUpperCase() : email) + "\"}").collect(Collectors.joining(","));
        String json = """
                {"person":{"name":{"firstName":"Pat","lastName":"Example%d"}},"segmentMembership":{"ups":{%s}},"identityMap":{%s}}"""
                .formatted(random.nextInt(1000), entries, emails.isEmpty() ? "" : "\"Email\":[" + identities + "]");
        return new Event(profile.key, partition(profile), recordedAt, new LinkedHashSet<>(emails), memberships, json);
    }

    private String status(Membership membership) {
        return membership.qualified() ? random.nextBoolean() ? "realized" : "existing" : random.nextBoolean() ? "exited" : "exiting";
    }
}
