/// The endpoints with which clients follow what happens.
@NullMarked
package org.stoa.sync.endpoint;

import org.jspecify.annotations.NullMarked;
