/* Polar's export (a zip of sessions), Health Connect's (a database in a zip) and
 * a diary (CSV) of an invented runner. */
#ifndef MKRUN_PHONE_H
#define MKRUN_PHONE_H

#include "archive.h"

/* `kind`: "polar", "health-connect", "diary". 0, or 1 after a line on stderr. */
int phone_make(const archive_plan *a);

#endif
