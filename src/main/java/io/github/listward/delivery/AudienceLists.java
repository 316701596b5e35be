package io.github.listward.delivery;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Table {@code audience_list}: which static list each audience of a dataflow feeds. */
@Repository
class AudienceLists {

    record Feed(String dataflow, String audience) {}

    /**
     * @param id null: the list it fed is gone in Marketo, and the next is to have its name
     * @param namedAt the source record's time of the event that named it; the epoch when none did
     */
    record AudienceList(Long id, String name, Instant namedAt) {}

    private final JdbcClient jdbc;
    private final DeliveredTable delivered;
    private final Settlings settlings;

    AudienceLists(JdbcClient jdbc, DeliveredTable delivered, Settlings settlings) {
        this.jdbc = jdbc;
        this.delivered = delivered;
        this.settlings = settlings;
    }

    Map<Feed, AudienceList> of(String instance) {
        Map<Feed, AudienceList> lists = new HashMap<>();
        jdbc.sql("select dataflow, audience, list_id, name, named_at from audience_list where instance = ?")
                .param(instance)
                .query((row, n) -> lists.put(new Feed(row.getString(1), row.getString(2)), new AudienceList(row.getObject(3, Long.class), row.getString(4), WantedTable.fromMicros(row.getLong(5)))))
                .list();
        return lists;
    }

    /**
     * Keeps the list an audience feeds from now on. Nothing is known of its members yet.
     *
     * @return the feed that has this list already, if it is another one: then nothing was kept
     */
    @Transactional
    Optional<Feed> put(String instance, Feed feed, AudienceList list) {
        Optional<Feed> other = jdbc.sql("select dataflow, audience from audience_list where instance = ? and list_id = ?")
                .params(instance, list.id())
                .query((row, n) -> new Feed(row.getString(1), row.getString(2)))
                .optional()
                .filter(owner -> !owner.equals(feed));
        if (other.isPresent()) {
            return other;
        }
        jdbc.sql("delete from audience_list where dataflow = ? and audience = ?").params(feed.dataflow(), feed.audience()).update();
        jdbc.sql("insert into audience_list (dataflow, audience, instance, list_id, name, named_at) values (?, ?, ?, ?, ?, ?)")
                .params(feed.dataflow(), feed.audience(), instance, list.id(), list.name(), WantedTable.micros(list.namedAt()))
                .update();
        delivered.forgetList(instance, list.id());
        return Optional.empty();
    }

    /** The list is gone in Marketo, and its members with it. Its name stays, for the next. */
    @Transactional
    void forget(String instance, Feed feed, long list) {
        jdbc.sql("update audience_list set list_id = null where dataflow = ? and audience = ?").params(feed.dataflow(), feed.audience()).update();
        delivered.forgetList(instance, list);
    }

    /** As {@link #forget}, and whoever was in it is to be in the next one: asked for at once, since the flush may yet fail and find no list to be lost. */
    @Transactional
    void replace(String instance, Feed feed, long list) {
        forget(instance, feed, list);
        settlings.request(feed.dataflow(), feed.audience(), instance, Settlings.LIST_RECREATED);
    }

    /** Whether some audience feeds this list. */
    boolean isFed(String instance, long list) {
        return jdbc.sql("select count(*) from audience_list where instance = ? and list_id = ?").params(instance, list).query(Long.class).single() > 0;
    }

    void rename(Feed feed, String name, Instant namedAt) {
        jdbc.sql("update audience_list set name = ?, named_at = ? where dataflow = ? and audience = ?").params(name, WantedTable.micros(namedAt), feed.dataflow(), feed.audience()).update();
    }
}
