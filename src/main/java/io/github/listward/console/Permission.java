package io.github.listward.console;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.security.core.Authentication;

/** What somebody may do, under the names it has in AEP. Source: AEP "Access control", permissions. */
enum Permission {
    VIEW_DESTINATIONS,
    MANAGE_DESTINATIONS,
    ACTIVATE_DESTINATIONS,
    VIEW_PROFILES,
    VIEW_SEGMENTS;

    /** As AEP writes it, e.g. {@code View Profiles}, and as Spring Security's authority. */
    String title() {
        return Stream.of(name().split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" "));
    }

    /** @throws PermissionMissingException if whoever is logged in does not have it */
    void require(Authentication login) {
        if (login.getAuthorities().stream().noneMatch(authority -> authority.getAuthority().equals(title()))) {
            throw new PermissionMissingException(this);
        }
    }
}
