package org.stoa.platform;

/// What every feature is given from below.
///
/// @param time clocks
/// @param randomness tokens and other chance
/// @param metrics counters for the operator
/// @param shutdown the signal that the process ends
public record Platform(Time time, Randomness randomness, Metrics metrics, Shutdown shutdown) {

    /// Returns the real clocks and randomness of this machine.
    public static Platform system() {
        return new Platform(Time.system(), Randomness.secure(), new Metrics(), new Shutdown());
    }
}
