/// Other servers, and what this one shows them: so far the key that it signs with.
@NullMarked
package org.stoa.remote;

import org.jspecify.annotations.NullMarked;
