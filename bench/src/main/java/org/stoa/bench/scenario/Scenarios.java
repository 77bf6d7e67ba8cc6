package org.stoa.bench.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// All scenarios.
public final class Scenarios {
    /// Every scenario, in the order of tables.
    public static final List<Scenario> ALL =
            List.of(
                    new CalibrationScenario(),
                    new SendScenario(),
                    new DeliveryScenario(),
                    new IdleScenario(),
                    new InitialSyncScenario(),
                    new IncrementalSyncScenario(),
                    new InboundScenario(),
                    new OutboundScenario(),
                    new RemoteJoinScenario(),
                    new ResolutionScenario(),
                    new RoomsScenario(),
                    new AccountsScenario(),
                    new GrowthScenario(),
                    new ServiceScenario());

    /// What is compared with other servers when nothing is named.
    public static final List<String> COMPARED = List.of("S0", "S1", "S2", "S4", "S5", "S11", "S3");

    private Scenarios() {}

    /// The scenarios of these names; `all` is every one.
    public static List<Scenario> named(List<String> names) {
        List<Scenario> found = new ArrayList<>();
        for (String name : names) {
            List<Scenario> matches =
                    ALL.stream()
                            .filter(
                                    scenario ->
                                            name.equalsIgnoreCase("all")
                                                    || scenario.id().equalsIgnoreCase(name))
                            .toList();
            if (matches.isEmpty()) {
                throw new IllegalArgumentException(
                        "no scenario " + name.toUpperCase(Locale.ROOT) + "; see 'bench list'");
            }
            found.addAll(matches);
        }
        return found;
    }
}
