/// What every feature stands on: time, randomness, wake-ups, workers, metrics and logging. Nothing here knows HTTP or Matrix.
@NullMarked
package org.stoa.platform;

import org.jspecify.annotations.NullMarked;
