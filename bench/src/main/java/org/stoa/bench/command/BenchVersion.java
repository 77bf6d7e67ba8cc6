package org.stoa.bench.command;

import picocli.CommandLine.IVersionProvider;

/// Says which driver this is.
final class BenchVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"Stoa bench, Java " + Runtime.version()};
    }
}
