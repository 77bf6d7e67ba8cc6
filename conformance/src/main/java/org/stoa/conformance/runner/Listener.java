package org.stoa.conformance.runner;

import java.util.List;
import java.util.function.Consumer;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.stoa.conformance.Section;

/// Makes a [Result] of each test that ends. Safe for use by several threads.
final class Listener implements TestExecutionListener {
    private final Consumer<Result> sink;
    private volatile TestPlan plan;

    Listener(TestPlan plan, Consumer<Result> sink) {
        this.plan = plan;
        this.sink = sink;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = started;
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        for (TestIdentifier leaf : leaves(test)) {
            sink.accept(new Result(name(leaf), section(leaf), Outcome.SKIP, reason));
        }
    }

    private List<TestIdentifier> leaves(TestIdentifier test) {
        return test.isTest()
                ? List.of(test)
                : plan.getDescendants(test).stream().filter(TestIdentifier::isTest).toList();
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        boolean failed = result.getStatus() == TestExecutionResult.Status.FAILED;
        if (!test.isTest() && !failed) {
            return;
        }
        Outcome outcome =
                switch (result.getStatus()) {
                    case SUCCESSFUL -> Outcome.PASS;
                    case ABORTED -> Outcome.SKIP;
                    case FAILED -> Outcome.FAIL;
                };
        String why = result.getThrowable().map(Failures::describe).orElse("");
        sink.accept(new Result(name(test), section(test), outcome, why));
    }

    /// The class and the method, and for one of several invocations of a method its display name.
    private String name(TestIdentifier test) {
        if (isInvocation(test)) {
            return name(plan.getParent(test).orElseThrow()) + "[" + test.getDisplayName() + "]";
        }
        return switch (test.getSource().orElse(null)) {
            case MethodSource method ->
                    simple(method.getClassName()) + "." + method.getMethodName();
            case ClassSource type -> simple(type.getClassName());
            case null, default -> test.getDisplayName();
        };
    }

    private static boolean isInvocation(TestIdentifier test) {
        return test.getUniqueIdObject()
                .getLastSegment()
                .getType()
                .matches("test-template-invocation|dynamic-test|dynamic-container");
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    private static String section(TestIdentifier test) {
        return test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> ((MethodSource) source).getJavaClass().getAnnotation(Section.class))
                .map(Section::value)
                .orElse("");
    }
}
