package io.github.listward.activation;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Tables {@code paused_audience}, {@code terms_in_force} and {@code terms_version}. Every method joins the caller's transaction. */
@Repository
public class TermsTable {

    private final JdbcClient jdbc;

    TermsTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public long version() {
        return jdbc.sql("select version from terms_version").query(Long.class).single();
    }

    /** One caller at a time: the next waits for this one's transaction to end. */
    public void lock() {
        jdbc.sql("select version from terms_version for update").query(Long.class).single();
    }

    /** Has every poll judged so far judged again unless it is committed already. Locks, too. */
    public void newVersion() {
        jdbc.sql("update terms_version set version = version + 1").update();
    }

    public Set<ActivatedAudience> paused() {
        return new HashSet<>(jdbc.sql("select dataflow, audience from paused_audience")
                .query((row, n) -> new ActivatedAudience(row.getString(1), row.getString(2)))
                .list());
    }

    /** @return false if it was paused already */
    public boolean pause(ActivatedAudience audience, Instant since) {
        return jdbc.sql("insert into paused_audience (dataflow, audience, since) values (?, ?, ?) on conflict do nothing")
                .params(audience.dataflow(), audience.audience(), since.atOffset(ZoneOffset.UTC))
                .update() > 0;
    }

    /** @return false if it was not paused */
    public boolean resume(ActivatedAudience audience) {
        return jdbc.sql("delete from paused_audience where dataflow = ? and audience = ?")
                .params(audience.dataflow(), audience.audience())
                .update() > 0;
    }

    /** The terms each audience was last settled for. */
    public Map<ActivatedAudience, Terms> inForce() {
        Map<ActivatedAudience, Terms> terms = new HashMap<>();
        jdbc.sql("select dataflow, audience, terms from terms_in_force")
                .query(row -> {
                    terms.put(new ActivatedAudience(row.getString(1), row.getString(2)), Terms.valueOf(row.getString(3).toUpperCase(Locale.ROOT)));
                });
        return terms;
    }

    /** For an audience that has none yet. */
    public void putFirst(ActivatedAudience audience, Terms terms) {
        jdbc.sql("insert into terms_in_force (dataflow, audience, terms) values (?, ?, ?) on conflict do nothing")
                .params(audience.dataflow(), audience.audience(), name(terms))
                .update();
    }

    /** @return false if they were not {@code before} any more; then nothing was changed */
    public boolean replace(ActivatedAudience audience, Terms before, Terms now) {
        return jdbc.sql("update terms_in_force set terms = ? where dataflow = ? and audience = ? and terms = ?")
                .params(name(now), audience.dataflow(), audience.audience(), name(before))
                .update() > 0;
    }

    /** Somebody was kept out of an audience under these terms: whoever finds it open next has to settle it. */
    public void notOpen(ActivatedAudience audience, Terms terms) {
        putFirst(audience, terms);
        replace(audience, Terms.OPEN, terms);
    }

    private static String name(Terms terms) {
        return terms.name().toLowerCase(Locale.ROOT);
    }
}
