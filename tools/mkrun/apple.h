/* An invented runner's Apple Health export: a zip where the path ends in .zip,
 * else the folder that is in it, whose export.xml may have any size. */
#ifndef MKRUN_APPLE_H
#define MKRUN_APPLE_H

#include "archive.h"

/* `words`: miles, and a name in another language; every tenth run has a workout
 * of another app behind it, of nothing but a duration. 0, or 1 after a line on
 * stderr. */
int apple_make(const archive_plan *a);

#endif
