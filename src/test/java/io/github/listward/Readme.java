package io.github.listward;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The README, for tests that hold what it says against the code. */
public final class Readme {

    private Readme() {}

    /** Its code blocks in that language, in order. */
    public static List<String> blocks(String language) {
        Pattern block = Pattern.compile("^```" + language + "\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
        return block.matcher(text()).results().map(match -> match.group(1)).toList();
    }

    /** The lines of it that match, as found. */
    public static List<MatchResult> lines(Pattern line) {
        return text().lines().flatMap(each -> line.matcher(each).results()).toList();
    }

    private static String text() {
        try {
            return Files.readString(Path.of("README.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
