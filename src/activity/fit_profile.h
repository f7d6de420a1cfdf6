/* Names of messages and fields, for people who look inside a file. What the
 * reader itself decides on stands in fit_plan.c and fit_message.c. */
#ifndef ACTIVITY_FIT_PROFILE_H
#define ACTIVITY_FIT_PROFILE_H

#include <stdint.h>

typedef enum ngl_fit_show { FIT_SHOW_NUMBER, FIT_SHOW_TIME, FIT_SHOW_DEGREES, FIT_SHOW_SPORT, FIT_SHOW_SUB_SPORT,
                            FIT_SHOW_MAKER, FIT_SHOW_MESSAGE } ngl_fit_show;

typedef struct ngl_fit_known {
    uint16_t     message; /* UINT16_MAX: in every message */
    uint8_t      field;
    ngl_fit_show show;
    const char  *name, *unit;
    double       divisor, offset;
} ngl_fit_known;

const char          *ngl_fit_message_name(uint16_t message); /* "" */
const ngl_fit_known *ngl_fit_field_known(uint16_t message, uint8_t field); /* NULL */

#endif
