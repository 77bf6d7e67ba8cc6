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
import org.stoa.conformance.client.Homeserver;

/// All tests, on the JUnit platform, several at a time.
///
/// @param tests the package that has them
/// @param wanted says by its class and method whether a test is to run
/// @param threads how many tests run at a time
record Suite(String tests, Predicate<String> wanted, int threads) {
    /// The package of the tests of the client-server API.
    static final String CLIENT_SERVER = "org.stoa.conformance.clientserver";

    /// [Participants#NAMESPACE] as the platform knows it.
    private static final Namespace NAMESPACE = Namespace.create(Participants.class);

    /// Runs the tests against a server. The sink is called from several threads.
    void run(Homeserver homeserver, Consumer<Result> sink) {
        try (LauncherSession session = LauncherFactory.openSession()) {
            session.getStore().put(NAMESPACE, Homeserver.class, homeserver);
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
