package org.stoa.bench.scenario;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.stoa.bench.http.CheckFailed;

/// Checks that what was written is what is read.
public final class Sequence {
    private Sequence() {}

    /// Fails unless `seen` has exactly what `sent` has, once each, and the items of each sender in the order of sending.
    ///
    /// @param where named in the error
    /// @param sent by each sender, in order
    public static void check(String where, List<List<String>> sent, List<String> seen) {
        Set<String> distinct = new HashSet<>(seen);
        CheckFailed.unless(
                distinct.size() == seen.size(),
                where + " has " + (seen.size() - distinct.size()) + " messages twice");
        Map<String, Integer> places = new HashMap<>();
        for (int place = 0; place < seen.size(); place++) {
            places.put(seen.get(place), place);
        }
        int count = 0;
        for (List<String> one : sent) {
            inOrder(where, one, places);
            count += one.size();
        }
        CheckFailed.unless(
                count == seen.size(),
                where + " has " + seen.size() + " messages, " + count + " were sent");
    }

    private static void inOrder(String where, List<String> sent, Map<String, Integer> places) {
        int last = -1;
        for (String item : sent) {
            Integer place = places.get(item);
            if (place == null) {
                throw new CheckFailed(where + " has not " + item + ", which was sent");
            }
            CheckFailed.unless(place > last, where + " has " + item + " before an earlier one");
            last = place;
        }
    }
}
