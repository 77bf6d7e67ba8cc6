/// Regular expressions that take time in proportion to the text, whatever they are, and that can be compared with each other.
///
/// Namespaces of application services are written by strangers to this server and are tried on every user id and alias that
/// somebody names. They are matched by walking all ways through an automaton at once, never by going back. The same
/// automata tell whether two namespaces have a name in common.
@NullMarked
package org.stoa.appservice.expression;

import org.jspecify.annotations.NullMarked;
