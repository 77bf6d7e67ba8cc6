@NullMarked
package org.stoa.federation.pdu;

import org.jspecify.annotations.NullMarked;
