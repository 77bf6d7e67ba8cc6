package org.stoa.search.index;

import java.io.IOException;
import java.util.Map;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.ConstantScoreScorerSupplier;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.TwoPhaseIterator;
import org.apache.lucene.search.Weight;

/// Lets through the events of some rooms, in each up to a place of its timeline. Costs the same for one room and for
/// thousands: it looks at the room of each event that has the words.
final class SeenRooms extends Query {
    private static final float COST_OF_A_LOOK = 5;

    private final Map<Long, Long> lastOrds;

    /// @param lastOrds the last place that counts, by number of the room
    SeenRooms(Map<Long, Long> lastOrds) {
        this.lastOrds = Map.copyOf(lastOrds);
    }

    @Override
    public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) {
        return new ConstantScoreWeight(this, boost) {
            @Override
            public ScorerSupplier scorerSupplier(LeafReaderContext leaf) throws IOException {
                return ConstantScoreScorerSupplier.fromIterator(
                        TwoPhaseIterator.asDocIdSetIterator(look(leaf)),
                        score(),
                        mode,
                        leaf.reader().maxDoc());
            }

            @Override
            public boolean isCacheable(LeafReaderContext leaf) {
                return false;
            }
        };
    }

    private TwoPhaseIterator look(LeafReaderContext leaf) throws IOException {
        NumericDocValues rooms = DocValues.getNumeric(leaf.reader(), Fields.ROOM);
        NumericDocValues ords = DocValues.getNumeric(leaf.reader(), Fields.ORD);
        return new TwoPhaseIterator(rooms) {
            @Override
            public boolean matches() throws IOException {
                Long last = lastOrds.get(rooms.longValue());
                return last != null && ords.advanceExact(rooms.docID()) && ords.longValue() <= last;
            }

            @Override
            public float matchCost() {
                return COST_OF_A_LOOK;
            }
        };
    }

    @Override
    public void visit(QueryVisitor visitor) {
        visitor.visitLeaf(this);
    }

    @Override
    public String toString(String field) {
        return "rooms(" + lastOrds.size() + ")";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SeenRooms that && lastOrds.equals(that.lastOrds);
    }

    @Override
    public int hashCode() {
        return lastOrds.hashCode();
    }
}
