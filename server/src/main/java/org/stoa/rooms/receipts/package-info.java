/// How far users have read: receipts, read markers, and the unread counts that follow from them.
@NullMarked
package org.stoa.rooms.receipts;

import org.jspecify.annotations.NullMarked;
