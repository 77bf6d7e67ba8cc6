/// Configuration: the keys of `stoa.yaml` with their defaults, and where values for them come from.
///
/// A value is looked for in the flags of the command line, then in the environment (`STOA_...`), then in the file, and is
/// the key's default otherwise. What nobody asked for is an error: an unknown key stops the start.
@NullMarked
package org.stoa.boot.config;

import org.jspecify.annotations.NullMarked;
