package org.stoa.boot.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

final class ConfigTemplateTest {
    @TempDir private Path folder;

    @TestFactory
    Stream<DynamicTest> everyKey_writtenAndRead_isItsDefaultAgain() {
        Settings read = ConfigFiles.settings(folder, ConfigTemplate.render(Map.of()));

        return ConfigKeys.ALL.stream()
                .map(
                        key ->
                                DynamicTest.dynamicTest(
                                        key.path(),
                                        () -> {
                                            assertThat(read.isSet(key)).isTrue();
                                            assertThat((Object) read.get(key))
                                                    .isEqualTo(key.initial());
                                        }));
    }

    @Test
    void file_always_explainsEveryKey() {
        String file = ConfigTemplate.render(Map.of());

        assertThat(ConfigKeys.ALL)
                .allSatisfy(
                        key ->
                                assertThat(key.documentation().lines())
                                        .allSatisfy(
                                                line -> assertThat(file).contains("# " + line)));
    }

    @Test
    void change_ofAKey_standsInTheFile() {
        Settings read =
                ConfigFiles.settings(
                        folder, ConfigTemplate.render(Map.of("server_name", "example.org")));

        assertThat(read.get(ConfigKeys.SERVER_NAME)).hasToString("example.org");
    }
}
