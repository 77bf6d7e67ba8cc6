package org.stoa.search.index;

import java.util.Collection;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.NumericUtils;

/// The fields of a document of the index. None is stored: what is found is a number, and the database has the event.
final class Fields {
    static final String TEXT = "text";
    static final String KIND = "kind";
    static final String EVENT = "event";
    static final String SENDER = "sender";
    static final String ROOM = "room";
    static final String POS = "pos";
    static final String ORD = "ord";

    /// The number of the event once more, to be read back.
    static final String NUMBER = "number";

    private Fields() {}

    static Document document(Entry entry) {
        Document document = new Document();
        document.add(new StringField(EVENT, bytes(entry.event()), Store.NO));
        document.add(new NumericDocValuesField(NUMBER, entry.event()));
        document.add(new NumericDocValuesField(POS, entry.pos()));
        document.add(new NumericDocValuesField(ROOM, entry.room()));
        document.add(new NumericDocValuesField(ORD, entry.ord()));
        document.add(new StringField(SENDER, bytes(entry.sender()), Store.NO));
        document.add(new StringField(KIND, entry.kind().name(), Store.NO));
        document.add(new TextField(TEXT, entry.text(), Store.NO));
        return document;
    }

    static Term event(long event) {
        return new Term(EVENT, bytes(event));
    }

    static List<BytesRef> bytes(Collection<Long> numbers) {
        return numbers.stream().map(Fields::bytes).toList();
    }

    private static BytesRef bytes(long number) {
        byte[] bytes = new byte[Long.BYTES];
        NumericUtils.longToSortableBytes(number, bytes, 0);
        return new BytesRef(bytes);
    }
}
