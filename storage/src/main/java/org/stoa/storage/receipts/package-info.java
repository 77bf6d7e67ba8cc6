/// Reading receipts, and the running totals from which unread counts are derived.
@NullMarked
package org.stoa.storage.receipts;

import org.jspecify.annotations.NullMarked;
