package org.stoa.protocol.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.stoa.protocol.auth.AuthSteps.Step;
import org.stoa.protocol.version.RoomVersion;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AuthRulesTest {

    private static final List<AuthCase> CASES =
            Stream.of(
                            CreateCases.all(),
                            AuthEventCases.all(),
                            MemberCases.all(),
                            ThirdPartyInviteCases.all(),
                            PowerLevelCases.all(),
                            OtherCases.all())
                    .flatMap(List::stream)
                    .toList();

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("casesOfAllVersions")
    void event_inEveryVersionWithTheStep_isDecidedByIt(RoomVersion version, AuthCase authCase) {
        String step = AuthSteps.named(authCase.step(), version).orElseThrow().number();

        AuthResult result = authCase.check().apply(version);

        assertThat(result.isAllowed()).as("%s", result).isEqualTo(authCase.allowed());
        assertThat(result.rule()).as("%s", result).isEqualTo(step);
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void steps_ofEveryVersion_haveCases(RoomVersion version) {
        List<AuthCase> cases = CASES.stream().filter(c -> c.appliesTo(version)).toList();

        List<Step> untested =
                AuthSteps.of(version).stream().filter(step -> !isCovered(step, cases)).toList();

        assertThat(untested).isEmpty();
    }

    private static boolean isCovered(Step step, List<AuthCase> cases) {
        List<AuthCase> own = cases.stream().filter(c -> c.step().equals(step.name())).toList();
        return (!step.canAllow() || own.stream().anyMatch(AuthCase::allowed))
                && (!step.canReject() || own.stream().anyMatch(c -> !c.allowed()));
    }

    private static Stream<Arguments> casesOfAllVersions() {
        return Arrays.stream(RoomVersion.values())
                .flatMap(
                        version ->
                                CASES.stream()
                                        .filter(c -> c.appliesTo(version))
                                        .map(c -> Arguments.of(version, c)));
    }
}
