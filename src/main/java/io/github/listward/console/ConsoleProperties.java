package io.github.listward.console;

import io.github.listward.marketo.Secret;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The login in front of Hawtio, the API and the metrics.
 *
 * @param username name to log in with
 * @param password password to log in with: plain, or its bcrypt hash. Required; belongs in the environment, as LISTWARD_CONSOLE_PASSWORD
 * @param permissions what the login may do, as AEP names it. Without View Profiles it sees no identity in clear
 */
@ConfigurationProperties("listward.console")
@Validated
record ConsoleProperties(
        @DefaultValue("admin") @NotBlank String username,
        @NotNull(message = "there is no password for the console. Set LISTWARD_CONSOLE_PASSWORD in the environment, to the password or its bcrypt hash")
        Secret password,
        @DefaultValue({"view-destinations", "manage-destinations", "activate-destinations", "view-profiles", "view-segments"})
        @NotNull
        Set<Permission> permissions) {}
