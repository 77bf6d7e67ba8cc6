@org.jspecify.annotations.NullMarked
package org.stoa.bridge.inbox;
