/// `./stoa doctor`: looks at the machine and the configuration, and says what would keep the server from working.
@NullMarked
package org.stoa.boot.doctor;

import org.jspecify.annotations.NullMarked;
