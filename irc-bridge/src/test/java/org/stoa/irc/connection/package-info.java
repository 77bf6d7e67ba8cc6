@org.jspecify.annotations.NullMarked
package org.stoa.irc.connection;
