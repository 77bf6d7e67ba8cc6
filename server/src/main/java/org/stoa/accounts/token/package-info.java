/// Access and refresh tokens: making them, and finding out whose one is.
@NullMarked
package org.stoa.accounts.token;

import org.jspecify.annotations.NullMarked;
