package org.stoa.bench.measure;

/// What processes have used since they began.
///
/// @param cpuMicros processor time, user and system, with that of children that have ended
/// @param residentBytes memory that is resident now; what processes share counts once
/// @param readBytes fetched from the disk
/// @param writtenBytes sent to the disk
public record Usage(long cpuMicros, long residentBytes, long readBytes, long writtenBytes) {
    public static final Usage NONE = new Usage(0, 0, 0, 0);

    /// Both together.
    public Usage plus(Usage other) {
        return new Usage(
                cpuMicros + other.cpuMicros,
                residentBytes + other.residentBytes,
                readBytes + other.readBytes,
                writtenBytes + other.writtenBytes);
    }
}
