package io.github.listward.destination;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.io.ByteArrayResource;

/** Definitions from YAML as it stands under {@code listward}, bound as the runtime binds them. */
final class DefinitionsYaml {

    private DefinitionsYaml() {}

    static DefinitionsProperties bind(String yaml) {
        return bind(yaml, new DefinitionsBinding());
    }

    /** Everything wrong with the definitions: what cannot be read, then what cannot be meant. */
    static List<Problem> problems(String yaml) {
        DefinitionsBinding binding = new DefinitionsBinding();
        DefinitionsProperties properties = bind(yaml, binding);
        List<Problem> problems = new ArrayList<>(binding.problems());
        problems.addAll(new DefinitionsValidator(properties).problems());
        return problems;
    }

    private static DefinitionsProperties bind(String yaml, DefinitionsBinding binding) {
        MutablePropertySources sources = new MutablePropertySources();
        try {
            byte[] document = ("listward:\n" + yaml.indent(2)).getBytes(StandardCharsets.UTF_8);
            new YamlPropertySourceLoader().load("test", new ByteArrayResource(document)).forEach(sources::addLast);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ApplicationConversionService conversion = new ApplicationConversionService();
        conversion.addConverter(new MomentConverter());
        Binder binder = new Binder(ConfigurationPropertySources.from(sources), new PropertySourcesPlaceholdersResolver(sources), conversion);
        return binder.bindOrCreate("listward", Bindable.of(DefinitionsProperties.class), binding.apply(BindHandler.DEFAULT));
    }
}
