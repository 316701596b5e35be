package io.github.listward.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Measures what delivery costs, and writes the tables of docs/benchmarks.md and docs/benchmarks.json: all of it, or the sections that
 * are named. What is not run keeps the figures it has. The command is in docs/benchmarks.md.
 */
public final class Benchmark {

    private static final Map<String, Supplier<Section>> SECTIONS = new LinkedHashMap<>();
    private static final Path JSON = Path.of("docs/benchmarks.json");
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    static {
        SECTIONS.put("calls", CallsPerThousand::new);
        SECTIONS.put("limits", RealLimits::new);
        SECTIONS.put("latency", Latency::new);
        SECTIONS.put("day", SimulatedDay::new);
        SECTIONS.put("first-sync", FirstSync::new);
        SECTIONS.put("engine", Engine::new);
        SECTIONS.put("growth", CostGrowth::new);
        SECTIONS.put("queries", RunQueries::new);
    }

    private Benchmark() {}

    /** @param arguments names of sections; none: all */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 2 && arguments[0].equals("--run")) {
            MAPPER.writeValue(Path.of(System.getProperty("result")).toFile(), SECTIONS.get(arguments[1]).get().run());
            System.exit(0);
        }
        for (String name : arguments) {
            if (!SECTIONS.containsKey(name)) {
                throw new IllegalArgumentException("There is no section " + name + ", but " + String.join(", ", SECTIONS.keySet()));
            }
        }
        for (String name : arguments.length == 0 ? List.copyOf(SECTIONS.keySet()) : List.of(arguments)) {
            keep(name, run(name));
        }
    }

    /** In a process of its own, so that none has the warm code, or the garbage, of another. */
    private static JsonNode run(String name) throws Exception {
        Path directory = Files.createTempDirectory("listward-benchmark");
        Path result = directory.resolve("result.json");
        int heap = SECTIONS.get(name).get().heap();
        System.out.printf("%s: runs with %d MiB, its log is %s%n", name, heap, directory.resolve("log"));
        long began = System.nanoTime();
        Process process = new ProcessBuilder(JavaProcess.command(heap, Benchmark.class, List.of("-Dresult=" + result), "--run", name))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("Section " + name + " failed, see " + directory.resolve("log"));
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        ObjectNode section = (ObjectNode) MAPPER.readTree(result.toFile());
        section.put("heapMiB", heap).put("tookSeconds", took.toSeconds()).put("measuredOn", LocalDate.now().toString());
        System.out.printf("%s: %d s%n%s%n", name, took.toSeconds(), BenchmarkPage.targets(List.of(section)));
        return section;
    }

    private static void keep(String name, JsonNode section) throws IOException {
        ObjectNode all = Files.exists(JSON) ? (ObjectNode) MAPPER.readTree(JSON.toFile()) : MAPPER.createObjectNode();
        ObjectNode sections = all.withObject("/sections");
        ObjectNode ordered = MAPPER.createObjectNode();
        SECTIONS.keySet().forEach(each -> {
            JsonNode kept = each.equals(name) ? section : sections.get(each);
            if (kept != null) {
                ordered.set(each, kept);
            }
        });
        all.put("machine", machine());
        all.set("sections", ordered);
        Files.writeString(JSON, MAPPER.writeValueAsString(all) + "\n");
        BenchmarkPage.write(all);
    }

    private static String machine() {
        long memory = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class).getTotalMemorySize() >> 30;
        return "%d virtual cores, %d GiB, %s %s, %s %s".formatted(Runtime.getRuntime().availableProcessors(), memory + 1, System.getProperty("os.name"),
                System.getProperty("os.arch"), System.getProperty("java.vm.name"), System.getProperty("java.vm.version"));
    }
}
