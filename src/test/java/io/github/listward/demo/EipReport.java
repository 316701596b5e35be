package io.github.listward.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** How often each step of each route was used, as Hawtio shows it: {@code route,step,exchanges}. */
final class EipReport {

    static final Path FILE = Landscape.STATE.resolve("eips.csv");

    private EipReport() {}

    static void write() {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        TreeMap<String, Long> exchanges = new TreeMap<>();
        try {
            for (ObjectName step : beans.queryNames(new ObjectName("org.apache.camel:type=processors,*"), null)) {
                String id = beans.getAttribute(step, "RouteId") + "," + beans.getAttribute(step, "ProcessorId");
                exchanges.merge(id, (Long) beans.getAttribute(step, "ExchangesTotal"), Long::sum);
            }
            StringBuilder lines = new StringBuilder("route,step,exchanges\n");
            exchanges.forEach((step, count) -> lines.append(step).append(',').append(count).append('\n'));
            Files.writeString(FILE, lines);
        } catch (JMException e) {
            throw new IllegalStateException("The steps' counters cannot be read", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
