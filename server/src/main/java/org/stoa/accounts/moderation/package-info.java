/// What administrators do about accounts through the client-server API: locking, suspending, looking.
@NullMarked
package org.stoa.accounts.moderation;

import org.jspecify.annotations.NullMarked;
