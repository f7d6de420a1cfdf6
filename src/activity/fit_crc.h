/* The FIT checksum: CRC-16, polynomial 0x8005 reflected, start 0, no final turn. */
#ifndef ACTIVITY_FIT_CRC_H
#define ACTIVITY_FIT_CRC_H

#include <stddef.h>
#include <stdint.h>

/* The checksum of what gave `crc` (0: nothing yet) followed by these bytes. */
uint16_t ngl_fit_crc(uint16_t crc, const void *bytes, size_t len);

#endif
