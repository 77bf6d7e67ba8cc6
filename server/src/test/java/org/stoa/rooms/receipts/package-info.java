/// Tests of receipts and unread counts.
@NullMarked
package org.stoa.rooms.receipts;

import org.jspecify.annotations.NullMarked;
