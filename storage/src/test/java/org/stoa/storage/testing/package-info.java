/// Databases for tests: each test on each engine, a fresh database every time.
@NullMarked
package org.stoa.storage.testing;

import org.jspecify.annotations.NullMarked;
