package io.github.listward.marketo;

import java.net.URI;

/**
 * One Marketo subscription.
 *
 * @param munchkinId its id, e.g. {@code 123-ABC-456}
 * @param baseUrl {@code https://123-abc-456.mktorest.com}: without {@code /rest} and without a trailing slash
 * @param callsPerWindow share of the 100 calls Marketo allows in any 20 seconds; used in tens, so at least 10
 * @param concurrentCalls share of the 10 calls Marketo allows at a time
 * @param dailyCalls share of the daily quota, in calls
 */
public record Instance(
        String munchkinId,
        URI baseUrl,
        String clientId,
        Secret clientSecret,
        int callsPerWindow,
        int concurrentCalls,
        int dailyCalls) {}
