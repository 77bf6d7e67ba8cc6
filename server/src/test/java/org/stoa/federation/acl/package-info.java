@NullMarked
package org.stoa.federation.acl;

import org.jspecify.annotations.NullMarked;
