/// What other servers ask of spaces and directories, one class for each operation.
@NullMarked
package org.stoa.federation.query.endpoint;

import org.jspecify.annotations.NullMarked;
