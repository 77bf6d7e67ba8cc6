@NullMarked
package org.stoa.remote.discovery;

import org.jspecify.annotations.NullMarked;
