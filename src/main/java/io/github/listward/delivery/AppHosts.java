package io.github.listward.delivery;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Table {@code marketo_app}: where people log in to an instance, for links into Marketo. No call is made for it: the answers of the Asset
 * API have addresses of it, a list's {@code computedUrl} and a folder's {@code url}. Source: Marketo "Static Lists", "Folders".
 */
@Repository
public class AppHosts {

    private final JdbcClient jdbc;
    private final Map<String, String> written = new ConcurrentHashMap<>();

    AppHosts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param url e.g. {@code https://app-sj01.marketo.com/#ST1021A1}; what is none of Marketo's is passed over */
    void learn(String instance, String url) {
        host(url).filter(host -> !host.equals(written.get(instance))).ifPresent(host -> {
            jdbc.sql("""
                            merge into marketo_app t using (select cast(? as varchar) as instance, cast(? as varchar) as host) s on t.instance = s.instance
                            when matched then update set host = s.host
                            when not matched then insert (instance, host) values (s.instance, s.host)""")
                    .params(instance, host)
                    .update();
            written.put(instance, host);
        });
    }

    /** An answer's text goes into a link that people click: nothing but Marketo's own hosts. */
    private static Optional<String> host(String url) {
        try {
            URI uri = URI.create(url);
            boolean isMarketos = "https".equals(uri.getScheme()) && uri.getHost() != null && uri.getHost().matches("[a-z0-9-]+\\.marketo\\.com");
            return isMarketos ? Optional.of(uri.getHost()) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The page of a static list. Source: Marketo "Static Lists", {@code computedUrl}. */
    public Optional<String> listUrl(String instance, long list) {
        return of(instance).map(host -> "https://" + host + "/#ST" + list + "A1");
    }

    /**
     * The page of a person. Marketo documents no address of it; this one is used publicly by other integrations.
     * Source: the plugin Gigaom/go-marketo, class-go-marketo-admin.php.
     */
    public Optional<String> personUrl(String instance, long lead) {
        return of(instance).map(host -> "https://" + host + "/leadDatabase/loadLeadDetail?leadId=" + lead);
    }

    private Optional<String> of(String instance) {
        return jdbc.sql("select host from marketo_app where instance = ?").param(instance).query(String.class).optional();
    }
}
