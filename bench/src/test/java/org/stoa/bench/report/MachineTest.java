package org.stoa.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MachineTest {
    @Test
    void warning_ofAFolderInMemory_isPartOfTheDescription() throws IOException {
        Path memory = Path.of("/dev/shm");
        assumeTrue(Files.isDirectory(memory) && Files.getFileStore(memory).type().equals("tmpfs"));

        assertThat(Machine.describe(memory))
                .anyMatch(fact -> fact.startsWith("data of the servers: /dev/shm on tmpfs; **"));
    }

    @Test
    void warning_ofAFolderOnADisk_isNotThere(@TempDir Path folder) throws IOException {
        assumeTrue(!Files.getFileStore(folder).type().contains("ramfs"));
        assumeTrue(!Files.getFileStore(folder).type().contains("tmpfs"));

        assertThat(Machine.warning(folder)).isEmpty();
    }
}
