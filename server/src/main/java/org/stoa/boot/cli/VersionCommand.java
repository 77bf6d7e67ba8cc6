package org.stoa.boot.cli;

import java.util.concurrent.Callable;
import org.stoa.boot.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `./stoa version`.
@Command(name = "version", description = "Print the version of Stoa and of the JDK it runs on.")
final class VersionCommand implements Callable<Integer>, IVersionProvider {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().getOut().println(getVersion()[0]);
        return 0;
    }

    @Override
    public String[] getVersion() {
        String vendor = System.getProperty("java.vendor");
        return new String[] {
            "Stoa %s (Java %s, %s)".formatted(Version.text(), Runtime.version(), vendor)
        };
    }
}
