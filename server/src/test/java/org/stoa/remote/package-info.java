@NullMarked
package org.stoa.remote;

import org.jspecify.annotations.NullMarked;
