package io.github.listward.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.listward.marketo.Instances;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

@ExtendWith(OutputCaptureExtension.class)
class DefinitionsConfigurationTest {

    @Test
    void startsWithTheDefinitionsOfTwoWorkspaces() {
        try (ConfigurableApplicationContext context = application().run(
                "--spring.config.import=classpath:definitions/two-workspaces.yaml", "--marketo.base-url=http://localhost:8080/rest")) {
            Definitions definitions = context.getBean(Definitions.class);

            assertThat(context.getBean(Instances.class).get("123-ABC-456").baseUrl()).isEqualTo(URI.create("http://localhost:8080"));
            assertThat(definitions.destinations()).extracting(Destination::workspace).containsExactly("Europe", "America");
            assertThat(definitions.activationsOf("lapsed_customers")).singleElement()
                    .satisfies(activation -> assertThat(activation.audience().definedListName()).isEqualTo("Win back"));
        }
    }

    @Test
    void doesNotStartWithWrongConfigurationAndSaysEverythingThatIsWrong(CapturedOutput output) {
        assertThatThrownBy(() -> application().run(
                "--spring.config.import=classpath:definitions/two-workspaces.yaml", "--marketo.base-url=http://example.com",
                "--marketo.client-secret=", "--listward.destinations[0].id=europe", "--listward.destinations[0].instance=123-ABC-457",
                "--listward.destinations[0].person-action=sometimes"));

        assertThat(output).contains("APPLICATION FAILED TO START")
                .contains("listward.instances[0].base-url is not https, and would send the client secret in clear text.")
                .contains("listward.instances[0].client-secret is empty.")
                .contains("listward.destinations[0].instance refers to 123-ABC-457, which is not defined.\n    Use a munchkin-id of listward.instances: 123-ABC-456.")
                .contains("listward.destinations[0].person-action is not one of the values it may have.\n    Use one of match-existing, create-missing.")
                .contains("listward.dataflows[1].destination refers to america, which is not defined.\n    Use an id of listward.destinations: europe.")
                .contains("Correct these properties");
    }

    private static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(DefinitionsOnly.class).web(WebApplicationType.NONE);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(DefinitionsProperties.class)
    @Import({DefinitionsConfiguration.class, MomentConverter.class})
    static class DefinitionsOnly {}
}
