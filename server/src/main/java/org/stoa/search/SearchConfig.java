package org.stoa.search;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Whether messages can be searched, and where the index lies.
///
/// @param folder the folder of the index; null when there is no search
public record SearchConfig(@Nullable Path folder) {

    /// No search.
    public static final SearchConfig OFF = new SearchConfig(null);

    /// Search, with the index in the folder `search` of this data folder.
    public static SearchConfig in(Path dataFolder) {
        return new SearchConfig(dataFolder.resolve("search"));
    }
}
