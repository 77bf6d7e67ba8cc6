package org.stoa.bench.measure;

/// What a measured stretch of time cost.
///
/// @param seconds it took
/// @param cpuMicros processor time of the server; this and what else is of the server is 0 if its processes are not known
/// @param driverCpuMicros processor time of this driver
/// @param machineCpuMicros processor time of everything on this machine
/// @param residentBytes of the server at its end
/// @param readBytes from the disk by the server
/// @param writtenBytes to the disk by the server
/// @param diskBytes that the server's data folder has at its end; 0 if it is not known
public record Cost(
        double seconds,
        long cpuMicros,
        long driverCpuMicros,
        long machineCpuMicros,
        long residentBytes,
        long readBytes,
        long writtenBytes,
        long diskBytes) {
    /// Processor time of what is neither the server nor this driver, and of the kernel's own threads.
    public long otherCpuMicros() {
        return Math.max(machineCpuMicros - cpuMicros - driverCpuMicros, 0);
    }

    /// Whether the server's processes were measured: one that lives has memory.
    public boolean isOfServer() {
        return residentBytes > 0;
    }
}
