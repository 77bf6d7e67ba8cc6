package org.stoa.search.index;

import org.apache.lucene.search.similarities.BasicStats;
import org.apache.lucene.search.similarities.SimilarityBase;

/// Ranks a text by itself: words that occur often in it, and short texts, count more; how frequent a word is among all texts
/// does not count. So the rank of an event never changes, and who asks for the next page neither misses an event nor gets
/// one twice, whatever was written in between. It also tells nobody about texts that he may not see.
final class SteadySimilarity extends SimilarityBase {
    /// How soon further occurrences of a word count less, and by how much the length of a text counts: as is usual.
    private static final double SATURATION = 1.2;

    private static final double BY_LENGTH = 0.75;

    /// About how many words a message has.
    private static final double USUAL_LENGTH = 12;

    /// Sums of such steps are exact in a float, whatever the order in which words are added up.
    private static final double STEPS = 1024;

    @Override
    protected double score(BasicStats stats, double frequency, double length) {
        double byLength = 1 - BY_LENGTH + BY_LENGTH * length / USUAL_LENGTH;
        double share = frequency / (frequency + SATURATION * byLength);
        return Math.max(1, Math.floor(share * STEPS)) / STEPS;
    }

    @Override
    public String toString() {
        return "SteadySimilarity";
    }
}
