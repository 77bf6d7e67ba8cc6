/// The rows there are: one record for each way to change a table of the room path. A record upserts a whole row by its
/// primary key, or is named for the change that it makes.
@NullMarked
package org.stoa.storage.rows;

import org.jspecify.annotations.NullMarked;
