package io.github.listward.routes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The rules for route files that Camel does not check: it starts happily with most of them broken. */
final class RouteStyle {

    static final String SUFFIX = ".camel.yaml";

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String POLICIES = "failures" + SUFFIX;

    /** Everything between these edges starts and ends at {@code direct:}. */
    private static final Set<String> SPEAK_KAFKA =
            Set.of("receive-profiles", "remember-memberships", "queue-changes", "poll-changes", "dead-letter", "report-failures", "replay-failures", "release-held",
            "wake-delivery");

    private static final int MOST_STEPS = 12;
    private static final int DEEPEST = 2;
    private static final int LONGEST_LINE = 120;
    private static final int LONGEST_EXPRESSION = 80;

    /** Routes of more than {@link #MOST_STEPS}, and why one is better than two. */
    private static final Map<String, String> MAY_BE_LONG = Map.of(
            "call-marketo", "gate, throttle, call and verdict belong together: a retry repeats all of them");

    /** What an EIP holds its steps in, beside {@code steps}. A branch has an id as a step has, and is none. */
    private static final List<String> BRANCHES = List.of("when", "otherwise", "doCatch", "doFinally");

    private static final Set<String> EXPRESSIONS = Set.of("simple", "constant", "method");
    private static final Set<String> PROGRAMS = Set.of("csimple", "datasonnet", "groovy", "java", "joor", "jq", "js", "jsonpath", "mvel", "ognl",
            "python", "spel", "wasm", "xpath", "xquery");

    private static final Pattern KEBAB_CASE = Pattern.compile("[a-z]+(-[a-z]+)*");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]*)}}");
    private static final Pattern TIGHT_BRACE = Pattern.compile("(?<![${])\\{\\w");

    private final Set<String> settings;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> filesOfIds = new HashMap<>();
    private final Set<String> routes = new TreeSet<>();
    private final Set<String> calledRoutes = new TreeSet<>();
    private final Set<String> policies = new TreeSet<>();
    private final Set<String> namedPolicies = new TreeSet<>();
    private String file;

    private RouteStyle(Set<String> settings) {
        this.settings = settings;
    }

    /**
     * @param files the text of each route file, by its name
     * @param settings the names of the properties there are, e.g. {@code listward.source.topic}
     * @return what is wrong, each with its file; empty when nothing is
     */
    static List<String> problems(Map<String, String> files, Set<String> settings) {
        RouteStyle style = new RouteStyle(settings);
        files.forEach(style::read);
        style.compareLinks();
        return style.problems;
    }

    private void read(String name, String text) {
        file = name;
        JsonNode entries = parse(text);
        readText(text, templateParameters(entries));
        if (file.equals(POLICIES)) {
            entries.forEach(this::readPolicy);
        } else {
            require(entries.size() == 1, "one file holds one route, not " + entries.size());
            entries.forEach(this::readRoute);
        }
    }

    private void readText(String text, Set<String> parameters) {
        require(!TIGHT_BRACE.matcher(text).find(), "{ id: x } is written with spaces");
        Matcher placeholders = PLACEHOLDER.matcher(text);
        while (placeholders.find()) {
            String name = placeholders.group(1);
            if (name.contains(":") || name.startsWith("?")) {
                report(placeholders.group() + " hides a default, which belongs in application.yaml");
            } else if (!parameters.contains(name)) {
                require(settings.contains(name), placeholders.group() + " is not in application.yaml");
            }
        }
    }

    private void readPolicy(JsonNode entry) {
        require(entry.has("routeConfiguration"), "it is for failure policies only");
        JsonNode policy = entry.path("routeConfiguration");
        if (policy.has("id")) {
            readId(policy, "routeConfiguration");
            policies.add(policy.path("id").asText());
        }
        for (JsonNode each : policy.path("onException")) {
            JsonNode rule = each.path("onException");
            readId(rule, "onException");
            for (Step step : steps(rule.path("steps"), 0)) {
                readId(step.body, step.kind);
                readStep(step);
            }
        }
    }

    private void readRoute(JsonNode entry) {
        if (entry.has("routeTemplate")) {
            JsonNode template = entry.path("routeTemplate");
            List<Step> steps = readRoute(template.path("id").asText(), template.path("route"));
            // Each route made of it would have the same ids, and Camel refuses the second.
            steps.forEach(step -> require(!step.body.has("id"), step + ": the steps of a template have no ids"));
            return;
        }
        require(entry.has("route"), "failure policies are in " + POLICIES);
        JsonNode route = entry.path("route");
        String id = route.path("id").asText();
        List<Step> steps = readRoute(id, route);
        readId(route, "route");
        if (route.path("from").has("id") || !route.path("from").path("uri").asText().startsWith("direct:")) {
            readId(route.path("from"), "from");
        }
        steps.forEach(step -> readId(step.body, step.kind));
    }

    private List<Step> readRoute(String id, JsonNode route) {
        require(file.equals(id + SUFFIX), "the route is named " + id);
        String description = route.path("description").asText();
        require(!description.isBlank() && !description.contains("\n") && description.length() <= LONGEST_LINE, "the description is no line");
        require(!route.has("errorHandler"), "with an errorHandler in a route Hawtio draws none; name a routeConfiguration");
        if (route.has("routeConfigurationId")) {
            namedPolicies.add(route.path("routeConfigurationId").asText());
        }
        readStart(id, route.path("from").path("uri").asText());
        List<Step> steps = steps(route.path("from").path("steps"), 0);
        steps.forEach(this::readStep);
        readSize(id, steps);
        return steps;
    }

    private void readStart(String id, String uri) {
        readUri(uri);
        if (uri.startsWith("direct:")) {
            routes.add(id);
            require(uri.equals("direct:" + id), "the route starts at " + uri);
        }
    }

    private void readSize(String id, List<Step> steps) {
        long size = steps.stream().filter(step -> !BRANCHES.contains(step.kind)).count();
        require(size <= MOST_STEPS || MAY_BE_LONG.containsKey(id), size + " steps are too many");
        require(size > MOST_STEPS || !MAY_BE_LONG.containsKey(id), "it is no longer long, and needs no exception");
        require(steps.stream().allMatch(step -> step.depth <= DEEPEST), "it is nested deeper than " + DEEPEST);
        require(steps.stream().filter(step -> step.kind.equals("choice")).count() <= 1, "a second choice belongs in a route of its own");
    }

    private void readStep(Step step) {
        require(!step.kind.equals("script"), step + " is a program: that is a bean");
        if (step.kind.equals("bean")) {
            require(step.body.has("ref") && step.body.has("method"), step + " does not name its bean by role and verb");
        }
        if (step.kind.equals("aggregate")) {
            require(step.body.path("completeAllOnStop").asBoolean(), step + " lacks completeAllOnStop: a batch would wait for groups that are gone when the route is stopped");
        }
        if (step.kind.equals("setHeader")) {
            require(step.body.path("name").asText().startsWith("kafka."), step + ": what a route keeps is a property, headers are for Kafka");
        }
        String uri = step.body.isTextual() ? step.body.asText() : step.body.path("uri").asText();
        readUri(uri);
        if (uri.startsWith("direct:")) {
            calledRoutes.add(uri.substring("direct:".length()));
        }
        readExpressions(step, step.body);
    }

    private void readUri(String uri) {
        require(!uri.contains("?"), uri + ": options are parameters");
        require(!uri.startsWith("kafka") || SPEAK_KAFKA.contains(file.replace(SUFFIX, "")), "only edges speak Kafka");
    }

    private void readExpressions(Step step, JsonNode body) {
        body.properties().forEach(field -> {
            require(!PROGRAMS.contains(field.getKey()), step + " is a program in " + field.getKey() + ": that is a bean");
            if (EXPRESSIONS.contains(field.getKey()) && field.getValue().isTextual()) {
                String expression = field.getValue().asText();
                require(expression.length() <= LONGEST_EXPRESSION && !expression.contains("\n"), step + " has an expression that is no line");
            }
            if (field.getKey().endsWith("xpression") || field.getKey().equals("method")) {
                readExpressions(step, field.getValue());
            }
        });
    }

    private void readId(JsonNode node, String kind) {
        String id = node.path("id").asText();
        require(node.has("id"), kind + " without an id: " + node);
        require(id.isEmpty() || KEBAB_CASE.matcher(id).matches(), "id " + id + " is not in kebab-case");
        String other = id.isEmpty() ? null : filesOfIds.putIfAbsent(id, file);
        require(other == null, "id " + id + " is also in " + other);
    }

    private void compareLinks() {
        file = "all";
        calledRoutes.forEach(route -> require(routes.contains(route), "direct:" + route + " is called, and is no route"));
        routes.forEach(route -> require(calledRoutes.contains(route), "direct:" + route + " is a route, and is not called"));
        namedPolicies.forEach(policy -> require(policies.contains(policy), "routeConfigurationId " + policy + " is named, and is no policy"));
        policies.forEach(policy -> require(namedPolicies.contains(policy), "routeConfiguration " + policy + " is a policy, and is not named"));
    }

    private static List<Step> steps(JsonNode steps, int depth) {
        List<Step> found = new ArrayList<>();
        for (JsonNode each : steps) {
            Map.Entry<String, JsonNode> entry = each.properties().iterator().next();
            found.add(new Step(entry.getKey(), entry.getValue(), depth));
            found.addAll(steps(entry.getValue().path("steps"), depth + 1));
            for (String kind : BRANCHES) {
                JsonNode branches = entry.getValue().path(kind);
                for (JsonNode branch : branches.isObject() ? List.of(branches) : branches) {
                    found.add(new Step(kind, branch, depth));
                    found.addAll(steps(branch.path("steps"), depth + 1));
                }
            }
        }
        return found;
    }

    private static Set<String> templateParameters(JsonNode entries) {
        return entries.findValues("routeTemplate").stream()
                .flatMap(template -> template.path("parameters").findValuesAsText("name").stream())
                .collect(Collectors.toSet());
    }

    private JsonNode parse(String text) {
        try {
            return YAML.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + " is no YAML", e);
        }
    }

    private void require(boolean holds, String problem) {
        if (!holds) {
            report(problem);
        }
    }

    private void report(String problem) {
        problems.add(file + ": " + problem);
    }

    /** @param depth how many EIPs it is inside of */
    private record Step(String kind, JsonNode body, int depth) {

        @Override
        public String toString() {
            return kind + " " + body.path("id").asText();
        }
    }
}
