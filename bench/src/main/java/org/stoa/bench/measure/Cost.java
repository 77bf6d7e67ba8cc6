package org.stoa.bench.measure;

/// What a measured stretch of time cost.
///
/// @param seconds it took
/// @param cpuMicros processor time of the server
/// @param driverCpuMicros processor time of this driver
/// @param residentBytes of the server at its end
/// @param readBytes from the disk by the server
/// @param writtenBytes to the disk by the server
/// @param diskBytes that the server's data folder has at its end; 0 if it is not known
public record Cost(
        double seconds,
        long cpuMicros,
        long driverCpuMicros,
        long residentBytes,
        long readBytes,
        long writtenBytes,
        long diskBytes) {}
