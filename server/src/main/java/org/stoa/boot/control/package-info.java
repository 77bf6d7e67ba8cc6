/// The way into a running server for the commands of its own machine: a Unix domain socket in the data folder.
///
/// Whoever may open the socket (its owner: mode 0600) may do everything. A connection carries one request and one
/// answer, each a JSON object on a line of its own.
@NullMarked
package org.stoa.boot.control;

import org.jspecify.annotations.NullMarked;
