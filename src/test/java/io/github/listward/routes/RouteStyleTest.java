package io.github.listward.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.io.FileSystemResource;

class RouteStyleTest {

    private static final String EDGE = """
            - route:
                id: receive-profiles
                description: Takes each poll on
                routeConfigurationId: read-again
                from:
                  id: profile-topic
                  uri: kafka:{{listward.source.topic}}
                  steps:
                    - choice:
                        id: by-status
                        when:
                          - id: when-qualified
                            simple: "${body.isQualified}"
                            steps:
                              - to: { id: to-qualify, uri: "direct:qualify" }
                        otherwise:
                          id: when-unknown
                          steps:
                            - bean: { id: count, ref: tallies, method: count }
                    - bean: { id: commit, ref: batch, method: commit }
            """;

    private static final String INNER = """
            - route:
                id: qualify
                description: Maps a profile's fields
                from:
                  uri: direct:qualify
                  steps:
                    - split:
                        id: each-row
                        simple: "${body}"
                        steps:
                          - bean: { id: map-fields, ref: mapping, method: map }
            """;

    private static final String TEMPLATE = """
            - routeTemplate:
                id: poll-changes
                parameters:
                  - name: instance
                route:
                  description: Takes each poll of an instance on
                  from:
                    uri: kafka:{{listward.topics.changes}}.{{instance}}
                    steps:
                      - to: { uri: "direct:qualify" }
            """;

    private static final String POLICIES = """
            - routeConfiguration:
                onException:
                  - onException:
                      id: one
                      exception: [java.lang.Exception]
                      steps:
                        - bean: { id: state-failure, ref: deadLetters, method: ofFailure }
            - routeConfiguration:
                id: read-again
                errorHandler: { noErrorHandler: {} }
            """;

    private static final Map<String, String> FINE = Map.of(
            "receive-profiles.camel.yaml", EDGE, "qualify.camel.yaml", INNER, "poll-changes.camel.yaml", TEMPLATE, "failures.camel.yaml", POLICIES);

    @Test
    void everyRouteFileKeepsTheRules() throws IOException {
        assertThat(RouteStyle.problems(RouteDirectory.texts(), settings())).isEmpty();
    }

    @Test
    void findsNothingWrongWithWhatIsFine() {
        assertThat(problems(FINE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            receive-profiles | id: receive-profiles                | id: receive                          | the route is named receive
            receive-profiles | description: Takes each poll on     | autoStartup: true                    | the description is no line
            receive-profiles | Takes each poll on                  | "Takes\\neach"                       | the description is no line
            receive-profiles | Id: read-again                      | Id: raed-again                       | routeConfigurationId raed-again is named, and is no policy
            receive-profiles | routeConfigurationId: read-again    | errorHandler: { noErrorHandler: {} } | Hawtio draws none
            receive-profiles | id: profile-topic                   | variableReceive: x                   | from without an id
            receive-profiles | id: by-status                       | precondition: false                  | choice without an id
            receive-profiles | - id: when-qualified                | - description: no id                 | when without an id
            receive-profiles | id: when-unknown                    | description: no id                   | otherwise without an id
            receive-profiles | to-qualify                          | when-unknown                         | id when-unknown is also in receive-profiles
            receive-profiles | to-qualify                          | map-fields                           | id map-fields is also in
            receive-profiles | to-qualify                          | toQualify1                           | id toQualify1 is not in kebab-case
            receive-profiles | direct:qualify                      | direct:qualfy                        | direct:qualfy is called, and is no route
            receive-profiles | "direct:qualify"                    | "seda:qualify?size=5"                | options are parameters
            receive-profiles | { id: count, ref: tallies           | {id: count, ref: tallies             | is written with spaces
            receive-profiles | { id: count, ref: tallies           | { id: count, beanType: Tallies       | does not name its bean by role
            receive-profiles | bean: { id: count, ref: tallies     | setHeader: { id: count, name: tally  | headers are for Kafka
            receive-profiles | source.topic}}                      | source.topc}}                        | {{listward.source.topc}} is not in application.yaml
            receive-profiles | source.topic}}                      | source.topic:profiles}}              | hides a default
            receive-profiles | simple: "${body.isQualified}"       | groovy: "body.qualified"             | is a program in groovy
            receive-profiles | "${body.isQualified}"               | "${body}\\n${body}"                  | has an expression that is no line
            qualify          | uri: direct:qualify                 | uri: direct:qualified                | the route starts at direct:qualified
            qualify          | uri: direct:qualify                 | uri: kafka:{{listward.source.topic}} | only edges speak Kafka
            qualify          | id: each-row                        | stopOnException: true                | split without an id
            qualify          | bean: { id: map-fields,             | bean: {                              | bean without an id
            qualify          | split:                              | aggregate:                           | lacks completeAllOnStop
            poll-changes     | to: {                               | to: { id: deliver,                   | the steps of a template have no ids
            poll-changes     | {{instance}}                        | {{instnace}}                         | {{instnace}} is not in application.yaml
            failures         | id: one                             | description: no id                   | onException without an id
            failures         | id: state-failure,                  |                                      | bean without an id
            failures         | id: read-again                      | id: read-again-later                 | read-again-later is a policy, and is not named
            """)
    void findsAMistake(String file, String right, String wrong, String problem) {
        Map<String, String> files = new LinkedHashMap<>(FINE);
        String name = file + RouteStyle.SUFFIX;
        assertThat(files.get(name)).contains(right);
        files.compute(name, (unused, text) -> text.replace(right, wrong == null ? "" : wrong));

        assertThat(problems(files)).anySatisfy(each -> assertThat(each).contains(problem));
    }

    @Test
    void findsARouteNobodyCalls() {
        assertThat(problems(with("exit", INNER.replace("qualify", "exit").replace("each-row", "each").replace("map-fields", "map"))))
                .containsExactly("all: direct:exit is a route, and is not called");
    }

    @Test
    void findsTwoRoutesInOneFile() {
        assertThat(problems(with("qualify", INNER + INNER))).contains("qualify.camel.yaml: one file holds one route, not 2");
    }

    @Test
    void findsAPolicyAmongRoutes() {
        assertThat(problems(with("on-error", POLICIES))).contains("on-error.camel.yaml: failure policies are in failures.camel.yaml");
    }

    @Test
    void findsARouteThatIsTooLong() {
        String step = "        - bean: { id: b, ref: batch, method: open }\n";

        assertThat(problems(with("qualify", INNER + step.repeat(11)))).contains("qualify.camel.yaml: 13 steps are too many");
    }

    @Test
    void findsARouteThatIsTooDeep() {
        String loop = "$1- loop:\n$1    id: again\n$1    constant: \"2\"\n$1    steps:\n$1      - bean: { id: map, ref: mapping, method: map }\n";
        String deep = INNER.replaceFirst("( *)- bean.*\n", loop).replaceFirst("( *)- bean.*\n", loop);

        assertThat(problems(with("qualify", deep))).contains("qualify.camel.yaml: it is nested deeper than 2");
    }

    private static Map<String, String> with(String route, String text) {
        Map<String, String> files = new LinkedHashMap<>(FINE);
        files.put(route + RouteStyle.SUFFIX, text);
        return files;
    }

    private static List<String> problems(Map<String, String> files) {
        return RouteStyle.problems(files, Set.of("listward.source.topic", "listward.topics.changes"));
    }

    private static Set<String> settings() throws IOException {
        return new YamlPropertySourceLoader().load("application", new FileSystemResource(Path.of("application.yaml"))).stream()
                .flatMap(source -> List.of(((EnumerablePropertySource<?>) source).getPropertyNames()).stream())
                .collect(Collectors.toSet());
    }
}
