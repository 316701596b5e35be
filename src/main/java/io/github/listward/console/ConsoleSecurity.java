package io.github.listward.console;

import static org.springframework.security.config.Customizer.withDefaults;

import org.springframework.boot.actuate.autoconfigure.security.servlet.EndpointRequest;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.cors.CorsConfiguration;

/** The login in front of everything but the health status, which probes ask for. */
@Configuration(proxyBeanMethods = false)
class ConsoleSecurity {

    @Bean
    SecurityFilterChain login(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(requests -> requests
                        .requestMatchers(EndpointRequest.to(HealthEndpoint.class)).permitAll()
                        .anyRequest().authenticated())
                .httpBasic(withDefaults())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                // A browser sends its remembered password along with requests of foreign pages too. There is no token
                // against that, as Hawtio has no place for one; instead no request of a foreign page gets through.
                .cors(cors -> cors.configurationSource(request -> new CorsConfiguration()))
                .csrf(AbstractHttpConfigurer::disable)
                .headers(headers -> headers
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                        // Hawtio sends a policy for its own scripts; a browser obeys both.
                        .contentSecurityPolicy(policy -> policy.policyDirectives(
                                "frame-ancestors 'none'; object-src 'none'; base-uri 'self'; form-action 'self'")))
                .build();
    }

    @Bean
    InMemoryUserDetailsManager console(ConsoleProperties properties) {
        return new InMemoryUserDetailsManager(User.withUsername(properties.username())
                .password(encoded(properties.password().value()))
                .authorities(properties.permissions().stream().map(Permission::title).toArray(String[]::new))
                .build());
    }

    /** As the delegating password encoder wants it: the encoding named in front. */
    private static String encoded(String password) {
        if (password.startsWith("{")) {
            return password;
        }
        return (password.matches("\\$2[aby]\\$\\d\\d\\$.{53}") ? "{bcrypt}" : "{noop}") + password;
    }
}
