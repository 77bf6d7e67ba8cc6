/// The endpoints with which clients say what was read.
@NullMarked
package org.stoa.rooms.receipts.endpoint;

import org.jspecify.annotations.NullMarked;
