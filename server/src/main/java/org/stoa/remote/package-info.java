/// Other servers: how this one asks them ([RemoteServers]), how it knows who asks it, and what it shows them of itself.
@NullMarked
package org.stoa.remote;

import org.jspecify.annotations.NullMarked;
