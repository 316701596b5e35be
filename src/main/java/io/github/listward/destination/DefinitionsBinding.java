package io.github.listward.destination;

import io.github.listward.marketo.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.util.unit.DataSize;

/**
 * Collects what cannot be read while {@link DefinitionsProperties} are bound: Spring would stop at the first, show its value, which may be
 * a secret, and pass over misspelt names, since other things live under {@code listward} too.
 */
class DefinitionsBinding implements ConfigurationPropertiesBindHandlerAdvisor {

    private static final List<ConfigurationPropertyName> DEFINITIONS = List.of(
            ConfigurationPropertyName.of("listward.instances"),
            ConfigurationPropertyName.of("listward.destinations"),
            ConfigurationPropertyName.of("listward.dataflows"));

    /** Left by Spring as it stands when it is not set: a client secret would be sent as {@code ${CLIENT_SECRET}}. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}:]+)}");

    private final List<Problem> problems = new ArrayList<>();

    /** What could not be read when the properties were last bound. */
    List<Problem> problems() {
        return problems;
    }

    @Override
    public BindHandler apply(BindHandler next) {
        return new Collector(next);
    }

    private class Collector extends AbstractBindHandler {

        private final Set<ConfigurationPropertyName> tried = new LinkedHashSet<>();
        private final Set<ConfigurationPropertyName> bound = new LinkedHashSet<>();

        Collector(BindHandler next) {
            super(next);
        }

        @Override
        public <T> Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
            if (isRoot(target)) {
                problems.clear();
                tried.clear();
                bound.clear();
            }
            tried.add(name);
            return super.onStart(name, target, context);
        }

        @Override
        public Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
            bound.add(name);
            Matcher placeholder = PLACEHOLDER.matcher(text(result));
            if (isDefinition(name) && placeholder.find()) {
                problems.add(unresolved(name, placeholder.group(1)));
            }
            return super.onSuccess(name, target, context, result);
        }

        /** Goes on as if the property were absent, so that the others are looked at as well. */
        @Override
        public Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error) throws Exception {
            if (!isDefinition(name)) {
                return super.onFailure(name, target, context, error);
            }
            problems.add(problem(name, target.getType().resolve(Object.class), error));
            return null;
        }

        @Override
        public void onFinish(ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) throws Exception {
            super.onFinish(name, target, context, result);
            if (isRoot(target)) {
                for (ConfigurationPropertySource source : context.getSources()) {
                    // Names from the environment cannot be told apart: CLIENT_ID may be client-id or client.id.
                    if (source instanceof IterableConfigurationPropertySource names && new UnboundElementsSourceFilter().apply(source)) {
                        names.stream().filter(this::isUnknown).map(this::unknown).forEach(problems::add);
                    }
                }
            }
        }

        /** Its nearest known ancestor was read, but not it. Where that was not read either, a source of higher rank has replaced the whole list. */
        private boolean isUnknown(ConfigurationPropertyName name) {
            if (!isDefinition(name) || tried.contains(name)) {
                return false;
            }
            ConfigurationPropertyName ancestor = name.getParent();
            while (!tried.contains(ancestor)) {
                ancestor = ancestor.getParent();
            }
            return bound.contains(ancestor);
        }

        private Problem unknown(ConfigurationPropertyName name) {
            Set<String> siblings = tried.stream()
                    .filter(name.getParent()::isParentOf)
                    .map(known -> known.getLastElement(ConfigurationPropertyName.Form.DASHED))
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            String remedy = NearestName.to(name.getLastElement(ConfigurationPropertyName.Form.DASHED), siblings)
                    .map("Did you mean %s?"::formatted)
                    .orElse(siblings.isEmpty() ? "Remove it" : "Use one of " + String.join(", ", siblings));
            return new Problem(name.toString(), "is not a property", remedy);
        }
    }

    private static boolean isRoot(Bindable<?> target) {
        return target.getType().resolve() == DefinitionsProperties.class;
    }

    private static boolean isDefinition(ConfigurationPropertyName name) {
        return DEFINITIONS.stream().anyMatch(root -> root.equals(name) || root.isAncestorOf(name));
    }

    private static Problem problem(ConfigurationPropertyName name, Class<?> type, Exception error) {
        Matcher placeholder = PLACEHOLDER.matcher(cause(error, ConversionFailedException.class)
                .map(failure -> String.valueOf(failure.getValue()))
                .orElse(""));
        if (placeholder.find()) {
            return unresolved(name, placeholder.group(1));
        }
        if (cause(error, UnboundConfigurationPropertiesException.class).isPresent()) {
            return new Problem(name.toString(), "has a gap in its numbering", "Number the elements from [0] without leaving one out");
        }
        if (type.isEnum()) {
            return new Problem(name.toString(), "is not one of the values it may have", "Use one of " + kebab(type.getEnumConstants()));
        }
        if (type == Secret.class) {
            return new Problem(name.toString(), "is empty", "Give the client secret, best by an environment variable");
        }
        if (type == Instant.class) {
            return new Problem(name.toString(), "is not a date", "Write 2027-01-01, 2027-01-01T08:00:00 (both UTC) or 2027-01-01T08:00:00+01:00");
        }
        if (type == DataSize.class) {
            return new Problem(name.toString(), "is not a size", "Write a number with its unit, e.g. 400MB");
        }
        if (type == int.class || type == Long.class) {
            return new Problem(name.toString(), "is not a whole number", "Write digits only");
        }
        if (type == boolean.class) {
            return new Problem(name.toString(), "is neither true nor false", "Write true or false");
        }
        return new Problem(name.toString(), "cannot be read", "Give it the form docs/configuration.md shows");
    }

    private static Problem unresolved(ConfigurationPropertyName name, String placeholder) {
        return new Problem(name.toString(), "refers to ${" + placeholder + "}, which is not set",
                "Set " + placeholder + " in the environment, or write the value here");
    }

    /** The value as written, if it is one that can still hold a placeholder. */
    private static String text(Object value) {
        if (value instanceof Secret secret) {
            return secret.value();
        }
        if (value instanceof URI uri) {
            return uri.getSchemeSpecificPart();
        }
        return value instanceof String text ? text : "";
    }

    private static <T extends Throwable> Optional<T> cause(Throwable error, Class<T> type) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause).filter(type::isInstance).map(type::cast).findFirst();
    }

    private static String kebab(Object[] constants) {
        return Arrays.stream(constants)
                .map(constant -> constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                .collect(Collectors.joining(", "));
    }
}
