package io.github.listward.marketo;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One Marketo subscription.
 *
 * @param munchkinId its id, e.g. 123-ABC-456. Marketo: Admin, Munchkin.
 * @param baseUrl https://123-abc-456.mktorest.com, which follows from the munchkin id; set it only for another host. Given as
 *     Marketo shows it (Admin, Web Services, Endpoint), with a trailing /rest, it is kept without.
 * @param clientId of the custom service. Marketo: Admin, LaunchPoint, View Details.
 * @param clientSecret of the custom service; from the environment or a mounted file.
 * @param callsPerWindow share of the 100 calls Marketo allows in any 20 seconds, all integrations together; used in tens, so at least 10.
 * @param concurrentCalls share of the 10 calls Marketo allows at a time.
 * @param dailyQuota calls a day Marketo takes from all integrations together; 50,000 as a rule. Marketo: Admin, Web Services.
 * @param dailyCalls share of the daily quota, in calls; half of it, if not set.
 * @param removalsReserve percent of the share that only removals from lists may use, when the rest of the day's is used.
 */
public record Instance(
        String munchkinId,
        URI baseUrl,
        String clientId,
        Secret clientSecret,
        @DefaultValue("50") int callsPerWindow,
        @DefaultValue("5") int concurrentCalls,
        @DefaultValue("50000") int dailyQuota,
        Integer dailyCalls,
        @DefaultValue("5") int removalsReserve) {

    private static final Pattern MUNCHKIN_ID = Pattern.compile("\\d{3}-[A-Z]{3}-\\d{3}");
    private static final Pattern END_OF_ENDPOINT = Pattern.compile("(/+rest)?/*$");

    public Instance {
        dailyCalls = dailyCalls == null ? Integer.valueOf(dailyQuota / 2) : dailyCalls;
        if (baseUrl != null) {
            baseUrl = URI.create(END_OF_ENDPOINT.matcher(baseUrl.toString()).replaceFirst(""));
        } else if (hasMunchkinForm(munchkinId)) {
            baseUrl = URI.create("https://" + munchkinId.toLowerCase(Locale.ROOT) + ".mktorest.com");
        }
    }

    /** Three digits, three capitals, three digits, as in {@code 123-ABC-456}. */
    public static boolean hasMunchkinForm(String id) {
        return id != null && MUNCHKIN_ID.matcher(id).matches();
    }
}
