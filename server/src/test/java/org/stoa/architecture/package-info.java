/// Rules about the code itself.
@NullMarked
package org.stoa.architecture;

import org.jspecify.annotations.NullMarked;
