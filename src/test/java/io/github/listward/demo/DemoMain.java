package io.github.listward.demo;

/** Starts the demo: {@code mvn spring-boot:test-run}. */
public final class DemoMain {

    private DemoMain() {}

    public static void main(String[] arguments) {
        Screen screen = new Screen(System.out);
        Landscape.clear();
        // Read by the first logger, which is Kafka's; Spring is given the same file as logging.config.
        System.setProperty("logback.configurationFile", Landscape.FILES.resolve("logback.xml").toString());
        org.slf4j.LoggerFactory.getILoggerFactory();
        System.clearProperty("logback.configurationFile");
        Landscape landscape = new Landscape(Ports.choose(screen));
        Runtime.getRuntime().addShutdownHook(new Thread(landscape::close, "stop"));
        long t = System.nanoTime();
        landscape.startKafka();
        landscape.startMarketo();
        screen.line("kafka+marketo %s", Screen.seconds(System.nanoTime() - t));
        long grace = landscape.marketo().hasLead(java.util.Map.of("email", "grace@example.com", "leadPartition", "America"));
        landscape.marketo().hasMember(landscape.marketo().hasList("Win back", "America"), grace);
        landscape.startListward(null);
        screen.line("listward %s", Screen.seconds(System.nanoTime() - t));
        new Narration(screen, landscape).tell();
        System.exit(0);
    }
}
