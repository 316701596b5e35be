package io.github.listward.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A main class of these sources in a process of its own. */
final class JavaProcess {

    private JavaProcess() {}

    static List<String> command(int heapMebibytes, Class<?> main, List<String> options, String... arguments) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + heapMebibytes + "m"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
