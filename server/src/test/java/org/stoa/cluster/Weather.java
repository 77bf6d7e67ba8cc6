package org.stoa.cluster;

/// How a network behaves.
///
/// @param lostRequests how many of a hundred requests never arrive
/// @param lostAnswers how many of a hundred answers never arrive, though the request did
/// @param delayMicros the longest time that a request takes on its way
record Weather(int lostRequests, int lostAnswers, int delayMicros) {
    /// Everything arrives.
    static final Weather CALM = new Weather(0, 0, 0);

    /// Some is late, some is lost.
    static final Weather ROUGH = new Weather(8, 8, 3_000);
}
