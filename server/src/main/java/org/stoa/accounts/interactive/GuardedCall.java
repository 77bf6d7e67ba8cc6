package org.stoa.accounts.interactive;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An operation that needs interactive authentication, as one client asks for it.
///
/// @param operation its name with what it acts on, for example `DELETE /devices/ABC`: a session is good for it alone
/// @param user number of the user who asks, `null` when nobody is logged in
/// @param address where the request came from
/// @param flows the ways to authenticate
/// @param bodyMayChange whether the body may be another one after a stage was completed
public record GuardedCall(
        String operation,
        @Nullable Long user,
        String address,
        List<AuthFlow> flows,
        boolean bodyMayChange) {

    public GuardedCall {
        flows = List.copyOf(flows);
    }

    boolean isFinishedBy(List<String> completed) {
        return flows.stream().anyMatch(flow -> flow.isCompletedBy(completed));
    }

    boolean continuesWith(List<String> completed, String stage) {
        return flows.stream().anyMatch(flow -> flow.continuesWith(completed, stage));
    }
}
