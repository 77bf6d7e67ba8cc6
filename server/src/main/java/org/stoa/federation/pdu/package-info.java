/// Events as other servers send them (PDUs), one by one and in answers of any size; and the checks that need no room, but the
/// event and the keys of servers.
@NullMarked
package org.stoa.federation.pdu;

import org.jspecify.annotations.NullMarked;
