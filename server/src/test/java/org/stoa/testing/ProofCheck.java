package org.stoa.testing;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.stoa.testing.CallLog.Call;

/// Checks after a test that it called the operations that its [Proves] names.
final class ProofCheck implements BeforeEachCallback, AfterTestExecutionCallback {
    /// Operations that change nothing although they are not a GET.
    private static final Set<String> READS = Set.of("queryPublicRooms", "search");

    @Override
    public void beforeEach(ExtensionContext context) {
        CallLog.clear();
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            return;
        }
        List<Call> calls = CallLog.calls();
        for (String operation :
                context.getRequiredTestMethod().getAnnotation(Proves.class).value()) {
            check(operation, calls);
        }
    }

    private static void check(String operation, List<Call> calls) {
        int at = firstSuccess(operation, calls);
        if (at < 0) {
            throw new AssertionError(
                    "says that it proves " + operation + ", but never calls it with success");
        }
        boolean reads =
                calls.get(at).operation().method().equals("GET") || READS.contains(operation);
        boolean readBack =
                calls.subList(at + 1, calls.size()).stream()
                        .anyMatch(call -> !call.operation().name().equals(operation));
        if (!reads && !readBack) {
            throw new AssertionError(
                    "calls " + operation + ", but asks for nothing afterwards that could show it");
        }
    }

    private static int firstSuccess(String operation, List<Call> calls) {
        for (int i = 0; i < calls.size(); i++) {
            if (calls.get(i).succeeded() && calls.get(i).operation().name().equals(operation)) {
                return i;
            }
        }
        return -1;
    }
}
