/// The operations of administrators on accounts.
@NullMarked
package org.stoa.accounts.moderation.endpoint;

import org.jspecify.annotations.NullMarked;
