@NullMarked
package org.stoa.remote.keys;

import org.jspecify.annotations.NullMarked;
