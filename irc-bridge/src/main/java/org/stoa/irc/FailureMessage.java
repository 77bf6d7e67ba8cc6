package org.stoa.irc;

import java.io.IOException;
import org.stoa.bridge.registration.RegistrationException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/// Says what went wrong in a line, when that is not the bridge's own fault.
final class FailureMessage implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(
            Exception failure, CommandLine command, ParseResult arguments) throws Exception {
        if (failure instanceof RegistrationException wrong) {
            command.getErr().println(wrong.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        if (failure instanceof IOException away) {
            command.getErr().println(away);
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw failure;
    }
}
