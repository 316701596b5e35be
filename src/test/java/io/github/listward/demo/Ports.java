package io.github.listward.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;

/** Where the demo listens: at the usual ports, or at free ones when those are taken. */
record Ports(int listward, int sandbox, int desk, int kafka) {

    static Ports choose(Screen screen) {
        return new Ports(choose(8080, "Listward", screen), choose(8081, "the Marketo sandbox", screen),
                choose(8082, "the demo's desk", screen), choose(9092, "Kafka", screen));
    }

    private static int choose(int usual, String who, Screen screen) {
        try (ServerSocket socket = new ServerSocket(usual)) {
            return socket.getLocalPort();
        } catch (IOException taken) {
            int free = free();
            screen.line("Port %d is taken, so %s listens at %d.", usual, who, free);
            return free;
        }
    }

    private static int free() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
