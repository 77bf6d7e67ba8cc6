/// A thin HTTP/1.1 client that costs the driver little.
@NullMarked
package org.stoa.bench.http;

import org.jspecify.annotations.NullMarked;
