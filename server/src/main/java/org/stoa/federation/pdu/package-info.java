/// Events as other servers send them (PDUs), and the checks that need nothing but the event itself.
@NullMarked
package org.stoa.federation.pdu;

import org.jspecify.annotations.NullMarked;
