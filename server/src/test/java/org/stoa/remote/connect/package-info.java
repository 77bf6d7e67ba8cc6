@NullMarked
package org.stoa.remote.connect;

import org.jspecify.annotations.NullMarked;
