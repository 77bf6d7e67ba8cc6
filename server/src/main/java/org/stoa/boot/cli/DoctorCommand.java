package org.stoa.boot.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.stoa.boot.ExitCode;
import org.stoa.boot.config.Settings;
import org.stoa.boot.config.StoaConfig;
import org.stoa.boot.doctor.Doctor;
import org.stoa.boot.doctor.Finding;
import org.stoa.platform.Time;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `./stoa doctor`.
@Command(
        name = "doctor",
        description =
                "Look at JDK, data folder, disk, ports, name and clock, and say what to do. Ends with 1 when something is bad.")
final class DoctorCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private ConfigOptions options = new ConfigOptions();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Settings settings = options.settings();
        StoaConfig config = ConfigOptions.config(settings);
        out.printf(
                "%-8s %s%n",
                "good",
                "configuration: "
                        + settings.file().map(Object::toString).orElse("no file, all defaults"));
        settings.warnings().forEach(warning -> out.printf("%-8s %s%n", "warning", warning));
        List<Finding> findings = new Doctor(config, Time.system()).examine();
        findings.forEach(
                finding ->
                        out.printf(
                                "%-8s %s%n",
                                word(finding), finding.subject() + ": " + finding.text()));
        return findings.stream().anyMatch(finding -> finding.level() == Finding.Level.BAD)
                ? ExitCode.FAILURE.number()
                : ExitCode.OK.number();
    }

    private static String word(Finding finding) {
        return switch (finding.level()) {
            case GOOD -> "good";
            case WARNING -> "warning";
            case BAD -> "BAD";
        };
    }
}
