package org.stoa.conformance.runner;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.engine.support.store.Namespace;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// All tests, on the JUnit platform, several at a time.
///
/// @param tests the package that has them
/// @param wanted says by its class and method whether a test is to run
/// @param threads how many tests run at a time
record Suite(String tests, Predicate<String> wanted, int threads) {
    /// [Participants#NAMESPACE] as the platform knows it.
    private static final Namespace NAMESPACE = Namespace.create(Participants.class);

    /// Runs the tests. The sink is called from several threads.
    ///
    /// @param subject what they are about, by its class, for the extensions of the tests to find
    void run(Map<Class<?>, Object> subject, Consumer<Result> sink) {
        try (LauncherSession session = LauncherFactory.openSession()) {
            subject.forEach((kind, what) -> session.getStore().put(NAMESPACE, kind, what));
            TestPlan plan = session.getLauncher().discover(request());
            session.getLauncher()
                    .execute(
                            LauncherExecutionRequestBuilder.request(plan)
                                    .listeners(new Listener(plan, sink))
                                    .build());
        }
    }

    private LauncherDiscoveryRequest request() {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(selectPackage(tests))
                .filters((PostDiscoveryFilter) this::filter)
                .configurationParameters(
                        Map.of(
                                "junit.jupiter.execution.parallel.enabled", "true",
                                "junit.jupiter.execution.parallel.mode.default", "concurrent",
                                "junit.jupiter.execution.parallel.mode.classes.default",
                                        "concurrent",
                                "junit.jupiter.execution.parallel.config.executor-service",
                                        "worker_thread_pool",
                                "junit.jupiter.execution.parallel.config.strategy", "fixed",
                                "junit.jupiter.execution.parallel.config.fixed.parallelism",
                                        Integer.toString(threads)))
                .build();
    }

    private FilterResult filter(TestDescriptor test) {
        return test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> (MethodSource) source)
                .map(source -> source.getJavaClass().getSimpleName() + "." + source.getMethodName())
                .map(name -> FilterResult.includedIf(wanted.test(name)))
                .orElse(FilterResult.included("no method"));
    }
}
