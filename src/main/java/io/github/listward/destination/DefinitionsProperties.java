package io.github.listward.destination;

import io.github.listward.marketo.Instance;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is activated where. {@link DefinitionsValidator} says what is wrong with it.
 *
 * @param instances Marketo subscriptions.
 * @param destinations Connections to them.
 * @param dataflows Audiences and mappings, each activated to one destination.
 */
@ConfigurationProperties("listward")
record DefinitionsProperties(
        @DefaultValue List<Instance> instances,
        @DefaultValue List<Destination> destinations,
        @DefaultValue List<Dataflow> dataflows) {}
