package org.stoa.boot.doctor;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.stoa.boot.config.StoaConfig;

/// Looks at everything that a server needs.
public final class Doctor {
    private final StoaConfig config;
    private final InstantSource clock;
    private final WebFile.Source web;

    public Doctor(StoaConfig config, InstantSource clock) {
        this(config, clock, WebFile::fetch);
    }

    Doctor(StoaConfig config, InstantSource clock, WebFile.Source web) {
        this.config = config;
        this.clock = clock;
        this.web = web;
    }

    /// Returns what was found, in the order in which one would mend it.
    public List<Finding> examine() {
        DataFolder folder = new DataFolder(config);
        List<Finding> findings = new ArrayList<>();
        findings.add(java());
        findings.addAll(folder.examine());
        findings.addAll(new Ports(config, folder.isServed()).examine());
        findings.addAll(new Name(config, clock, web).examine());
        return findings;
    }

    private static Finding java() {
        Runtime.Version version = Runtime.version();
        long megabytes = Runtime.getRuntime().maxMemory() >> 20;
        return Finding.good("JDK", "Java %s, at most %d MB of heap".formatted(version, megabytes));
    }
}
