/// The top of the server: how it is started, what it is composed of, and how it ends.
@NullMarked
package org.stoa.boot;

import org.jspecify.annotations.NullMarked;
