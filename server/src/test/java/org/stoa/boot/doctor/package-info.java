/// Tests of the doctor.
@NullMarked
package org.stoa.boot.doctor;

import org.jspecify.annotations.NullMarked;
