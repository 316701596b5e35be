package io.github.listward.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.listward.Readme;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;

/** The application.yaml of the README works as it stands. */
class ReadmeSettingsTest {

    private static final String SETTINGS = Readme.blocks("yaml").get(0);
    private static final String ROOT = "listward:\n";

    @Test
    void lackOnlyWhatIsToBeSetInTheEnvironment() {
        assertThat(SETTINGS).startsWith(ROOT);

        List<Problem> problems = DefinitionsYaml.problems(SETTINGS.substring(ROOT.length()).stripIndent());

        assertThat(problems).extracting(Problem::remedy).containsExactlyInAnyOrder(
                "Set MARKETO_CLIENT_ID in the environment, or write the value here",
                "Set MARKETO_CLIENT_SECRET in the environment, or write the value here");
    }

    @Test
    void passKafkasOwnSettingsOnUnderTheirNames() throws IOException {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("environment", Map.of("EVENT_HUBS_CONNECTION_STRING", "Endpoint=sb://hub/;Key=k=")));
        for (PropertySource<?> source : new YamlPropertySourceLoader().load("README", new ByteArrayResource(SETTINGS.getBytes(StandardCharsets.UTF_8)))) {
            environment.getPropertySources().addLast(source);
        }

        Map<String, String> properties =
                Binder.get(environment).bind("listward.source.properties", Bindable.mapOf(String.class, String.class)).get();

        assertThat(properties)
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "PLAIN")
                .containsEntry("metadata.max.age.ms", "180000")
                .containsEntry("sasl.jaas.config", "org.apache.kafka.common.security.plain.PlainLoginModule required "
                        + "username=\"$ConnectionString\" password=\"Endpoint=sb://hub/;Key=k=\";");
    }
}
