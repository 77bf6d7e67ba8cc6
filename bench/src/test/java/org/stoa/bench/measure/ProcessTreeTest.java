package org.stoa.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessTreeTest {
    @TempDir private Path proc = Path.of("");

    /// Writes what the kernel shows of a process that used 10 ticks in each of the four ways.
    private void process(int pid, int parent, String name) throws IOException {
        Path folder = Files.createDirectories(proc.resolve(Integer.toString(pid)));
        Files.writeString(
                folder.resolve("stat"),
                pid + " (" + name + ") S " + parent + " 1 1 0 -1 0 0 0 0 0 10 10 10 10 20 0 1 0\n");
        Files.writeString(folder.resolve("smaps_rollup"), "Rss: 300 kB\nPss:     200 kB\n");
        Files.writeString(folder.resolve("status"), "VmRSS:\t 300 kB\n");
        Files.writeString(folder.resolve("io"), "rchar: 1\nread_bytes: 4096\nwrite_bytes: 8192\n");
    }

    @Test
    void members_ofATree_areAllDescendantsAndNobodyElse() throws IOException {
        process(1, 0, "init");
        process(10, 1, "server");
        process(11, 10, "post) gres");
        process(12, 11, "backend");
        process(20, 1, "other");

        assertThat(new ProcessTree(proc, 10).members()).containsExactlyInAnyOrder(10L, 11L, 12L);
    }

    @Test
    void usage_ofATree_isTheSumWithEndedChildren() throws IOException {
        process(10, 1, "server");
        process(11, 10, "database server");

        Usage usage = new ProcessTree(proc, 10).usage();

        assertThat(usage).isEqualTo(new Usage(800_000, 2 * 200 * 1024, 8192, 16_384));
    }

    @Test
    void resident_whenTheKernelHasNoShares_isTheWholeOfEach() throws IOException {
        process(10, 1, "server");
        Files.writeString(proc.resolve("10/smaps_rollup"), "");

        assertThat(new ProcessTree(proc, 10).usage().residentBytes()).isEqualTo(300 * 1024);
    }

    @Test
    void usage_whenAChildHasEndedAndNobodyAskedHow_hasItsTimesAndNoMemory() throws IOException {
        process(10, 1, "server");
        process(11, 10, "worker");
        Path stat = proc.resolve("11/stat");
        Files.writeString(stat, Files.readString(stat).replace(") S", ") Z"));
        Files.delete(proc.resolve("11/smaps_rollup"));

        Usage usage = new ProcessTree(proc, 10).usage();

        assertThat(usage).isEqualTo(new Usage(800_000, 200 * 1024, 8192, 16_384));
    }

    @Test
    void usage_ofAProcessThatIsNotThere_isAnError() throws IOException {
        process(1, 0, "init");

        assertThatThrownBy(() -> new ProcessTree(proc, 10).usage())
                .isInstanceOf(IOException.class)
                .hasMessage("there is no process 10");
    }

    @Test
    void counters_doNotLookAtMemory() throws IOException {
        process(10, 1, "server");
        Files.delete(proc.resolve("10/smaps_rollup"));
        Files.delete(proc.resolve("10/status"));

        assertThat(new ProcessTree(proc, 10).counters())
                .isEqualTo(new Usage(400_000, 0, 4096, 8192));
    }

    @Test
    void busyTime_ofTheMachine_isWithoutIdleAndWaiting() throws IOException {
        Files.writeString(
                proc.resolve("stat"), "cpu  1 2 4 1000 2000 8 16 32 64 128\ncpu0 9 9 9 9\n");

        assertThat(new WholeMachine(proc).busyMicros()).isEqualTo(630_000);
    }

    @Test
    void usage_ofThisProcess_hasMemory() throws IOException {
        Usage usage = new ProcessTree(ProcessHandle.current().pid()).usage();

        assertThat(usage.residentBytes()).isPositive();
        assertThat(usage.cpuMicros()).isPositive();
    }
}
