package org.stoa.boot.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/// What a command line came to.
record Outcome(int exitCode, String out, String err) {
    static Outcome of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode =
                CommandLineInterface.run(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Outcome(exitCode, out.toString(), err.toString());
    }
}
