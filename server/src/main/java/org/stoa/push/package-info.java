/// Push rules of users, as clients read and change them; pushers and their gateways are not there yet.
@NullMarked
package org.stoa.push;

import org.jspecify.annotations.NullMarked;
