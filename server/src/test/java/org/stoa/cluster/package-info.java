/// Several homeservers in one process on a network that delays, loses and cuts what goes over it, and random conversations
/// that have to end with the same rooms everywhere.
@NullMarked
package org.stoa.cluster;

import org.jspecify.annotations.NullMarked;
