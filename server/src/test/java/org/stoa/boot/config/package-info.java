/// Tests of the configuration.
@NullMarked
package org.stoa.boot.config;

import org.jspecify.annotations.NullMarked;
