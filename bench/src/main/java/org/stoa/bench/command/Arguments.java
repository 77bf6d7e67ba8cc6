package org.stoa.bench.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.stoa.bench.homeserver.StartScript;
import org.stoa.bench.measure.ProcessTree;
import org.stoa.bench.scenario.Scenario;
import org.stoa.bench.scenario.Scenarios;
import org.stoa.bench.scenario.Size;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// Arguments that several commands have. All are looked at before anything runs: a wrong one that is found after an hour has
/// cost an hour.
final class Arguments {
    private final CommandLine commandLine;

    Arguments(CommandLine commandLine) {
        this.commandLine = commandLine;
    }

    /// Fails with a word about the arguments unless the condition holds.
    void require(boolean holds, String otherwise) {
        if (!holds) {
            throw wrong(otherwise);
        }
    }

    /// An error about an argument.
    ParameterException wrong(String message) {
        return new ParameterException(commandLine, message);
    }

    /// The scenarios of these names; an unknown one is a wrong argument.
    List<Scenario> scenarios(List<String> names) {
        if (!ProcessTree.isSupported()) {
            throw new ParameterException(
                    commandLine, "the load driver runs on Linux only: here is no /proc");
        }
        try {
            return Scenarios.named(names);
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(commandLine, unknown.getMessage(), unknown);
        }
    }

    /// The expression that the names of cases must match.
    Pattern only(String expression, List<Scenario> scenarios, Size size) {
        Pattern only;
        try {
            only = Pattern.compile(expression);
        } catch (PatternSyntaxException broken) {
            throw new ParameterException(
                    commandLine, "--only is no regular expression: " + broken.getMessage(), broken);
        }
        boolean matches =
                scenarios.stream()
                        .flatMap(scenario -> scenario.cases(size).stream())
                        .anyMatch(one -> only.matcher(one.name()).find());
        require(
                matches,
                "--only '" + expression + "' matches no case of this size; see 'bench list'");
        return only;
    }

    /// A start script.
    StartScript script(Path path) {
        require(Files.isRegularFile(path), "there is no start script " + path);
        require(
                Files.isExecutable(path),
                "the start script " + path + " may not be run (chmod +x)");
        try {
            return StartScript.read(path);
        } catch (IOException unreadable) {
            throw new ParameterException(
                    commandLine, "the start script cannot be read: " + unreadable, unreadable);
        }
    }

    /// A folder to write into.
    void folder(String option, Path folder) {
        require(
                Files.isDirectory(folder) && Files.isWritable(folder),
                option + " must be a folder that can be written to, found " + folder);
    }
}
