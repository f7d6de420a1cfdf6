/* What the format allows: a program that does only what no decoder can leave
 * out. It walks the messages, copies fourteen running fields into columns by a
 * plan per definition, and sums the bytes with the checksum by eight tables. It
 * believes everything it reads and is of no use for anything but measuring. */
#ifndef BENCH_FLOOR_H
#define BENCH_FLOOR_H

#include <stddef.h>
#include <stdint.h>

void   floor_begin(void); /* once */
size_t floor_decode(const uint8_t *data, size_t len, unsigned *bad_sums); /* records */

#endif
