package io.github.listward.demo;

import ch.qos.logback.classic.ClassicConstants;
import io.github.listward.demo.Sample.Event;
import io.github.listward.demo.Sample.Feed;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** The demo: {@code mvn spring-boot:test-run}. What it is asked for, see {@link Options}. */
public final class DemoMain {

    private final Screen screen = new Screen(System.out);
    private final Options options;
    private final Ports ports;
    private final Landscape landscape;
    private volatile boolean stopping;

    private DemoMain(Options options) {
        this.options = options;
        this.ports = Ports.choose(screen);
        this.landscape = new Landscape(ports);
    }

    public static void main(String[] arguments) throws InterruptedException {
        Options options = Options.of(arguments);
        Landscape.clear();
        logToFile();
        DemoMain demo = new DemoMain(options);
        Runtime.getRuntime().addShutdownHook(new Thread(demo::stop, "stop"));
        demo.runUntilStopped();
    }

    private void runUntilStopped() throws InterruptedException {
        try {
            boolean right = run();
            if (options.exit()) {
                System.exit(right ? 0 : 1);
            }
            invite();
        } catch (RuntimeException failure) {
            if (!stopping) { // else everything that is used here is being closed
                screen.line("The demo failed: %s. Its log is %s.", failure, Landscape.LOG);
                LoggerFactory.getLogger(DemoMain.class).error("The demo failed", failure);
                System.exit(2);
            }
        }
        Thread.currentThread().join();
    }

    private void stop() {
        stopping = true;
        screen.line("Stopping.");
        landscape.close();
    }

    /** Before the first logger, which is Kafka's. Spring is given the same file as {@code logging.config}, and warns of this property. */
    private static void logToFile() {
        System.setProperty(ClassicConstants.CONFIG_FILE_PROPERTY, Landscape.FILES.resolve("logback.xml").toString());
        LoggerFactory.getILoggerFactory();
        System.clearProperty(ClassicConstants.CONFIG_FILE_PROPERTY);
    }

    private boolean run() {
        start();
        Api api = new Api(landscape.listwardUrl());
        Map<Feed, Long> expected = Sample.expectedReceived();
        boolean told = options.quick() || new Narration(screen, landscape).tell(expected);

        List<Event> events = Sample.events();
        screen.section("2  A sample of %s events%s".formatted(Screen.number(events.size()), options.quick() ? "" : ", and Marketo breaks meanwhile"));
        long changes = expected.values().stream().mapToLong(Long::longValue).sum();
        boolean done = new Player(screen, landscape, api, options.quick()).play(events, changes);

        screen.section("3  What became of it");
        Scoreboard scoreboard = new Scoreboard(screen, landscape.marketo(), api, options.quick() ? 0 : Player.ARRANGED_THROTTLES);
        if (!told) {
            scoreboard.wrong("the person did not come and go as told");
        }
        if (!done) {
            scoreboard.wrong("not everything was delivered in time");
        }
        EipReport.write();
        return scoreboard.show(expected);
    }

    private void start() {
        screen.section("Listward: from Adobe Experience Platform audiences to Marketo static lists");
        long start = System.nanoTime();
        landscape.startKafka();
        screen.line("Kafka     is up at localhost:%d", ports.kafka());
        landscape.startMarketo();
        Sample.arrange(landscape.marketo());
        screen.line("Marketo   is played by the sandbox, with Marketo's limits: %s/sandbox", landscape.marketo().baseUrl());
        landscape.startListward(options.ignoreExits() ? Sabotage.ignoreExits() : null);
        screen.line("Listward  is up and has checked both destinations, after %s", Screen.seconds(System.nanoTime() - start));
        screen.line("          its log: %s%s", Landscape.LOG, options.ignoreExits() ? "; SABOTAGED: it delivers no exits" : "");
    }

    private void invite() {
        screen.section("4  Yours");
        String login = "-u " + Landscape.USER + ":" + Landscape.PASSWORD;
        screen.line("Hawtio            %s/actuator/hawtio   log in as %s, password %s", landscape.listwardUrl(), Landscape.USER, Landscape.PASSWORD);
        screen.line("Marketo sandbox   %s/sandbox", landscape.marketo().baseUrl());
        screen.line("REST API          curl %s %s/api/audiences", login, landscape.listwardUrl());
        screen.blank();
        screen.line("Qualify somebody  curl -d email=you@example.com http://localhost:%d/qualify", ports.desk());
        screen.line("... who exits     curl -d email=you@example.com http://localhost:%d/exit", ports.desk());
        screen.line("Break Marketo     curl -X POST '%s/sandbox/faults?fault=BAD_GATEWAY&seconds=10'", landscape.marketo().baseUrl());
        screen.line("Make one fail     curl -d email=kay@example.com -d birthDate=31.12.1980 http://localhost:%d/qualify", ports.desk());
        screen.line("See the failure   curl %s '%s/api/failures?limit=1'", login, landscape.listwardUrl());
        screen.line("Know her now      curl -d '{\"email\":\"kay@example.com\",\"leadPartition\":\"Europe\"}' %s/sandbox/leads", landscape.marketo().baseUrl());
        screen.line("Replay it         curl %s -X POST '%s/api/failures/replay?from=%s'", login, landscape.listwardUrl(), Instant.now().truncatedTo(ChronoUnit.SECONDS));
        screen.line("                  She is in the list then, and her birth date is still reported: the value fits no date.");
        screen.blank();
        screen.line("Ctrl-C stops it.");
        Desk desk = Desk.open(ports.desk(), landscape.profiles(), landscape.marketo());
        Runtime.getRuntime().addShutdownHook(new Thread(desk::close, "close desk"));
    }
}
