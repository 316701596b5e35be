package io.github.listward.console;

import io.hawt.springboot.HawtioPlugin;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Listward's own page in Hawtio. Hawtio loads it as a remote module from {@code META-INF/resources/listward-page}, which is served
 * at the server's root, behind the same login.
 *
 * <p>Not with a management port of its own: there Hawtio is at an origin where neither the page's files nor the API are.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnManagementPort(ManagementPortType.SAME)
class ListwardPage {

    /** The global variable that {@code remoteEntry.js} sets. */
    private static final String SCOPE = "listward";

    private static final String MODULE = "./plugin";
    private static final String DIRECTORY = "listward-page";
    private static final String ENTRY = "remoteEntry.js";

    @Bean
    HawtioPlugin page(WebEndpointProperties endpoints) {
        HawtioPlugin plugin = new HawtioPlugin(SCOPE, MODULE, fromHawtio(endpoints.getBasePath()) + DIRECTORY);
        plugin.setRemoteEntryFileName(ENTRY);
        return plugin;
    }

    /**
     * The way from Hawtio to the server's root. Relative, as only the browser knows what a proxy has put before the root.
     *
     * @param basePath of the management endpoints, {@code /actuator} by default; Hawtio is one below it
     */
    private static String fromHawtio(String basePath) {
        long directories = basePath.chars().filter(letter -> letter == '/').count() + 1;
        return "../".repeat((int) directories);
    }
}
