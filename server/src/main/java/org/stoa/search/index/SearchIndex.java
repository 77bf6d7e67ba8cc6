package org.stoa.search.index;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;
import org.stoa.storage.OwnerOnly;

/// An open full-text index in a folder of its own.
///
/// Thread-safe, but for what writes: one thread at a time. A method that throws leaves it unusable: close it and open it again.
public final class SearchIndex implements AutoCloseable {
    /// Documents that are not written to a file yet.
    private static final double BUFFER_MEGABYTES = 4;

    /// The share of deleted documents at which files are written anew without them, in percent: the least that is possible.
    private static final double DELETED_PERCENT = 5;

    /// Writing does not wait for the merging of files before so many of them are due.
    private static final int MERGES = 8;

    /// It recommends an option of the JVM for vectors, which are not used here. Held, since loggers are forgotten otherwise.
    private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

    private final FoldedWords analyzer = new FoldedWords();
    private final Directory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private Cursor cursor;
    private Cursor committed;

    private SearchIndex(Path folder) throws IOException {
        directory = FSDirectory.open(folder);
        @Nullable IndexWriter opened = null;
        try {
            opened = new IndexWriter(directory, config());
            cursor = Cursor.of(stored(opened)).orElse(Cursor.START);
            committed = cursor;
            searchers = new SearcherManager(opened, new Searchers());
            writer = opened;
        } catch (IOException | RuntimeException | Error e) {
            if (opened != null) {
                opened.rollback();
            }
            directory.close();
            throw e;
        }
    }

    /// Opens the index in a folder; makes both when they are missing.
    ///
    /// Throws IOException when the index is damaged ([#isDamage]), or the folder cannot be used.
    public static SearchIndex open(Path folder) throws IOException {
        LUCENE.setLevel(Level.SEVERE);
        Files.createDirectories(folder, OwnerOnly.folder(folder));
        return new SearchIndex(folder);
    }

    /// Whether a failure says that the files of the index are not what they should be, so that it is to be made anew.
    public static boolean isDamage(IOException failure) {
        return failure instanceof CorruptIndexException
                || failure instanceof IndexFormatTooOldException
                || failure instanceof IndexFormatTooNewException
                || failure instanceof NoSuchFileException
                || failure instanceof FileNotFoundException
                || failure instanceof EOFException;
    }

    /// Deletes the index in a folder that is not open.
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private IndexWriterConfig config() {
        IndexWriterConfig config = new IndexWriterConfig(analyzer);
        config.setSimilarity(new SteadySimilarity());
        config.setRAMBufferSizeMB(BUFFER_MEGABYTES);
        config.setCommitOnClose(false);
        TieredMergePolicy merges = new TieredMergePolicy();
        merges.setDeletesPctAllowed(DELETED_PERCENT);
        config.setMergePolicy(merges);
        ConcurrentMergeScheduler scheduler = new ConcurrentMergeScheduler();
        scheduler.setMaxMergesAndThreads(MERGES, 1);
        config.setMergeScheduler(scheduler);
        return config;
    }

    private static Map<String, String> stored(IndexWriter writer) {
        Map<String, String> stored = new HashMap<>();
        Iterable<Map.Entry<String, String>> data = writer.getLiveCommitData();
        if (data != null) {
            data.forEach(entry -> stored.put(entry.getKey(), entry.getValue()));
        }
        return stored;
    }

    /// What takes texts apart into words.
    public FoldedWords analyzer() {
        return analyzer;
    }

    /// Whether it still works; a failure of its own background work, such as a full disk, ends it.
    public boolean isUsable() {
        return writer.isOpen();
    }

    /// Up to where it was written.
    public Cursor cursor() {
        return cursor;
    }

    /// Puts an event in; once, however often it is called.
    public void put(Entry entry) throws IOException {
        writer.updateDocument(Fields.event(entry.event()), Fields.document(entry));
    }

    /// Takes an event out, if it is in.
    public void remove(long event) throws IOException {
        writer.deleteDocuments(Fields.event(event));
    }

    /// Says that everything up to here was put in.
    public void reached(Cursor place) {
        cursor = place;
    }

    /// Lets searches see what was written.
    public void refresh() throws IOException {
        searchers.maybeRefreshBlocking();
    }

    /// Makes durable what was written, and up to where; does nothing when no event was read since the last time.
    public void commit() throws IOException {
        if (cursor.lastEventPos() == committed.lastEventPos()) {
            return;
        }
        writer.setLiveCommitData(cursor.stored().entrySet());
        writer.commit();
        committed = cursor;
    }

    /// The events that fit, in an order, at most `limit`, as of the last refresh.
    ///
    /// @param after only those behind this one
    public List<Hit> find(Question question, Order order, Optional<Hit> after, int limit)
            throws IOException {
        if (question.isHopeless()) {
            return List.of();
        }
        IndexSearcher searcher = searchers.acquire();
        try {
            int documents = searcher.getIndexReader().maxDoc();
            if (documents == 0) {
                return List.of();
            }
            FieldDoc last =
                    after.map(hit -> new FieldDoc(documents - 1, hit.rank(), order.fields(hit)))
                            .orElse(null);
            List<Hit> hits = new ArrayList<>();
            for (ScoreDoc found :
                    searcher.searchAfter(last, question.query(), limit, order.sort(), true)
                            .scoreDocs) {
                hits.add(Order.hit((FieldDoc) found));
            }
            return hits;
        } finally {
            searchers.release(searcher);
        }
    }

    /// Closes it. What was not committed is lost, and read again from the database.
    @Override
    public void close() throws IOException {
        try {
            searchers.close();
        } finally {
            try {
                writer.rollback();
            } finally {
                directory.close();
            }
        }
    }

    private static final class Searchers extends SearcherFactory {
        @Override
        public IndexSearcher newSearcher(IndexReader reader, @Nullable IndexReader previous) {
            IndexSearcher searcher = new IndexSearcher(reader);
            searcher.setSimilarity(new SteadySimilarity());
            searcher.setQueryCache(null);
            return searcher;
        }
    }
}
