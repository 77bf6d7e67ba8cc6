package org.stoa.storage;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdDictDecompress;
import com.github.luben.zstd.ZstdException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Packs and unpacks with one dictionary, or with none. A packed text is its length as a varint and a zstd frame
/// without what the row already says (magic number, dictionary, length, checksum).
///
/// Thread-safe: contexts, which hold native memory, are lent to one thread at a time and a few are kept.
final class ZstdDictionary {
    /// Without a dictionary.
    static final ZstdDictionary NONE = new ZstdDictionary();

    private static final int LEVEL = 3;

    /// Contexts kept; more are made, and closed again, when more threads pack at once.
    private static final int MAX_KEPT = 4;

    /// No event is longer than 65,536 bytes.
    private static final int MAX_LENGTH = 1 << 20;

    private final long number;
    private final @Nullable ZstdDictCompress forPacking;
    private final @Nullable ZstdDictDecompress forUnpacking;
    private final Pool<ZstdCompressCtx> packers = new Pool<>();
    private final Pool<ZstdDecompressCtx> unpackers = new Pool<>();

    private ZstdDictionary() {
        this.number = 0;
        this.forPacking = null;
        this.forUnpacking = null;
    }

    ZstdDictionary(long number, byte[] bytes) {
        this.number = number;
        this.forPacking = new ZstdDictCompress(bytes, LEVEL);
        this.forUnpacking = new ZstdDictDecompress(bytes);
    }

    /// A few contexts that wait to be used again.
    private static final class Pool<T extends AutoCloseable> {
        private final ConcurrentLinkedQueue<T> kept = new ConcurrentLinkedQueue<>();
        private final AtomicInteger count = new AtomicInteger();

        @Nullable T take() {
            T context = kept.poll();
            if (context != null) {
                count.decrementAndGet();
            }
            return context;
        }

        /// Returns whether the context is kept; if not, it has to be closed.
        boolean give(T context) {
            if (count.incrementAndGet() > MAX_KEPT) {
                count.decrementAndGet();
                return false;
            }
            kept.add(context);
            return true;
        }
    }

    long number() {
        return number;
    }

    byte[] pack(byte[] text) {
        ZstdCompressCtx kept = packers.take();
        ZstdCompressCtx context = kept == null ? newPacker() : kept;
        byte[] frame = context.compress(text);
        if (!packers.give(context)) {
            context.close();
        }
        int prefix = varintLength(text.length);
        byte[] packed = new byte[prefix + frame.length];
        writeVarint(packed, text.length);
        System.arraycopy(frame, 0, packed, prefix, frame.length);
        return packed;
    }

    private ZstdCompressCtx newPacker() {
        ZstdCompressCtx context =
                new ZstdCompressCtx()
                        .setLevel(LEVEL)
                        .setMagicless(true)
                        .setChecksum(false)
                        .setContentSize(false)
                        .setDictID(false);
        return forPacking == null ? context : context.loadDict(forPacking);
    }

    byte[] unpack(byte[] packed) {
        int length = 0;
        int at = 0;
        int shift = 0;
        while (true) {
            if (at >= packed.length || shift > 28) {
                throw damaged("no length");
            }
            byte b = packed[at++];
            length |= (b & 0x7f) << shift;
            if (b >= 0) {
                break;
            }
            shift += 7;
        }
        if (length < 0 || length > MAX_LENGTH) {
            throw damaged("a length of " + length);
        }
        return unpack(packed, at, length);
    }

    private byte[] unpack(byte[] packed, int from, int length) {
        ZstdDecompressCtx kept = unpackers.take();
        ZstdDecompressCtx context = kept == null ? newUnpacker() : kept;
        byte[] text = new byte[length];
        try {
            int written =
                    context.decompressByteArray(
                            text, 0, length, packed, from, packed.length - from);
            if (written != length) {
                throw damaged(written + " bytes instead of " + length);
            }
        } catch (ZstdException e) {
            context.close();
            throw new StorageException(
                    StorageException.Kind.CORRUPT, "damaged event bytes: " + e.getMessage(), e);
        }
        if (!unpackers.give(context)) {
            context.close();
        }
        return text;
    }

    private ZstdDecompressCtx newUnpacker() {
        ZstdDecompressCtx context = new ZstdDecompressCtx().setMagicless(true);
        return forUnpacking == null ? context : context.loadDict(forUnpacking);
    }

    static StorageException damaged(String what) {
        return new StorageException(
                StorageException.Kind.CORRUPT,
                "damaged event bytes: " + what + "; restore a backup");
    }

    private static int varintLength(int value) {
        return (38 - Integer.numberOfLeadingZeros(value | 1)) / 7;
    }

    private static void writeVarint(byte[] target, int value) {
        int at = 0;
        int rest = value;
        while (rest > 0x7f) {
            target[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[at] = (byte) rest;
    }
}
