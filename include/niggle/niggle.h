/* libniggle: from watch files and answers to causes, danger, load and plan.
 * Pure: bytes and days in, results out; no files, sockets, clock or printing. */
#ifndef NIGGLE_NIGGLE_H
#define NIGGLE_NIGGLE_H

#include <niggle/activity.h>
#include <niggle/assess.h>
#include <niggle/clean.h>
#include <niggle/error.h>
#include <niggle/explain.h>
#include <niggle/forecast.h>
#include <niggle/knowledge.h>
#include <niggle/load.h>
#include <niggle/tissue.h>
#include <niggle/plan.h>
#include <niggle/types.h>

#define NIGGLE_VERSION "0.1.0"

#endif
