package io.github.listward;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import io.github.listward.profile.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.FluentProducerTemplate;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

@AnalyzeClasses(packages = "io.github.listward", importOptions = DoNotIncludeTests.class)
class ModularityTest {

    private static final String ROOT = "io.github.listward";

    /** A package depends on those after it. */
    private static final List<String> DOWNWARDS =
            List.of("console", "monitoring", "delivery", "activation", "destination", "batch", "profile", "marketo");

    /** Public without a class of another package that needs it, and who does. */
    private static final Map<String, String> NEEDED_ELSEWHERE = Map.ofEntries(
            entry("ListwardApplication", "java"),
            entry("SettlingOperations", "JMX"),
            entry("FailureOperations", "JMX"),
            entry("DataflowAttributes", "JMX"),
            entry("DestinationAttributes", "JMX"),
            entry("MembershipEvent", "expressions of routes"),
            entry("HoldOperations", "JMX"),
            entry("InstanceAttributes", "JMX"),
            entry("WarmUpOperations", "JMX"),
            entry("AccessTokenRejectedException", "failure policies"),
            entry("MarketoUnavailableException", "failure policies"),
            entry("DailyCalls", "the tests of call-marketo"));

    private static final Path SOURCES = Path.of("src/main/java");

    @ArchTest
    static final ArchRule arrowsPointDownwards = downwards();

    @ArchTest
    static final ArchRule thereAreNoCycles = slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule everyPackageHasItsPlace = classes().should()
            .resideInAnyPackage(Stream.concat(Stream.of(ROOT), DOWNWARDS.stream().map(each -> ROOT + "." + each)).toArray(String[]::new));

    @ArchTest
    static final ArchRule nothingDependsOnTheApplication = noClasses().that().resideOutsideOfPackage(ROOT).should().dependOnClassesThat().resideInAPackage(ROOT);

    @ArchTest
    static final ArchRule aBatchKnowsPositionsAndNoProfiles = noClasses().that().resideInAPackage(ROOT + ".batch")
            .should().dependOnClassesThat(resideInAPackage(ROOT + ".profile").and(not(belongToAnyOf(Position.class))));

    @ArchTest
    static final ArchRule marketoKnowsNoKafka = noClasses().that().resideInAPackage(ROOT + ".marketo")
            .should().dependOnClassesThat().resideInAnyPackage("org.apache.kafka..", "org.apache.camel.component.kafka..");

    @ArchTest
    static final ArchRule nothingIsPublicThatNobodyElseNeeds = classes().that().haveModifier(PUBLIC).and().areTopLevelClasses().should(beNeededElsewhere());

    @ArchTest
    static final ArchRule integrationIsInRoutesSoNoBeanSendsToOne =
            noClasses().should().dependOnClassesThat().areAssignableTo(ProducerTemplate.class)
                    .orShould().dependOnClassesThat().areAssignableTo(FluentProducerTemplate.class);

    @ArchTest
    static final ArchRule aClassIsNamedAfterItsJob = noClasses().should().haveNameMatching(".*(Utils?|Helper|Manager|Impl|Processor|Abstract\\w+)");

    @ArchTest
    static final ArchRule timeComesFromAClock = noClasses()
            .should(callMethod(Instant.class, "now"))
            .orShould(callMethod(LocalDate.class, "now"))
            .orShould(callMethod(LocalDateTime.class, "now"))
            .orShould(callMethod(ZonedDateTime.class, "now"))
            .orShould(callMethod(System.class, "currentTimeMillis"));

    @ArchTest
    static final ArchRule waitingIsDoneInTwoPlaces = noClasses()
            .that().doNotHaveSimpleName("Pause").and().doNotHaveSimpleName("MarketoConfiguration") // the Sleeper
            .should(callMethod(Thread.class, "sleep", long.class));

    @ArchTest
    static final ArchRule loggersAreNamedAlike = fields().that().haveRawType(Logger.class).and().haveModifier(STATIC).should().haveName("LOG");

    @ArchTest
    static final ArchRule nothingIsPrinted = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule loggingIsSlf4j = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    @ArchTest
    static final ArchRule whatIsNeededIsAConstructorArgument = NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

    @Test
    void everyPackageSaysInOneSentenceWhatItIsFor() throws IOException {
        try (Stream<Path> sources = Files.walk(SOURCES)) {
            List<Path> packages = sources.filter(file -> file.toString().endsWith(".java")).map(Path::getParent).distinct().toList();

            for (Path each : packages) {
                assertThat(each.resolve("package-info.java")).content().matches("/\\*\\* [A-Z][^.]*\\. \\*/\npackage [a-z.]+;\n");
            }
        }
    }

    private static ArchRule downwards() {
        LayeredArchitecture layers = layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (String name : DOWNWARDS) {
            layers = layers.layer(name).definedBy(ROOT + "." + name);
        }
        for (int i = 0; i < DOWNWARDS.size(); i++) {
            String[] above = DOWNWARDS.subList(0, i).toArray(String[]::new);
            layers = above.length == 0
                    ? layers.whereLayer(DOWNWARDS.get(i)).mayNotBeAccessedByAnyLayer()
                    : layers.whereLayer(DOWNWARDS.get(i)).mayOnlyBeAccessedByLayers(above);
        }
        return layers;
    }

    private static ArchCondition<JavaClass> beNeededElsewhere() {
        return new ArchCondition<>("be needed by another package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean needed = type.getDirectDependenciesToSelf().stream()
                        .anyMatch(use -> !use.getOriginClass().getPackageName().equals(type.getPackageName()));
                boolean listed = NEEDED_ELSEWHERE.containsKey(type.getSimpleName());
                if (needed == listed) {
                    events.add(SimpleConditionEvent.violated(type, type.getName() + (needed ? " is needed, and needs no exception" : " is public, and nobody needs it")));
                }
            }
        };
    }
}
