/* What the GPX and TCX readers share: walking XML with Expat, and rows of
 * points. Names are told apart by their local part, whatever prefix a writer
 * chose. Document types and entities are refused, depth is limited. */
#ifndef ACTIVITY_XML_H
#define ACTIVITY_XML_H

#include "activity/columns.h"
#include "activity/track.h"

#include <stdbool.h>

struct XML_ParserStruct;

/* One reader's view of a document: an element begins (attributes as name,
 * value, …, NULL), and ends with the text that stood directly before its end. */
typedef struct ngl_xml_walk {
    void *user;
    void (*start)(void *user, const char *name, const char **attributes);
    void (*end)(void *user, const char *name, const char *text, size_t len);

    struct XML_ParserStruct *parser;
    unsigned   depth;
    size_t     len;
    char       text[NGL_XML_TEXT_MAX];
    ngl_status status; /* set by a reader, ends the walk */
    ngl_error *err;
} ngl_xml_walk;

/* Walk all of it. NGL_E_CORRUPT or NGL_E_TRUNCATED where it is not well
 * formed; NGL_E_UNSUPPORTED for a document type; NGL_E_LIMIT for depth; or what
 * a reader set with ngl_xml_stop. */
ngl_status ngl_xml_read(ngl_xml_walk *walk, const uint8_t *data, size_t len, ngl_error *err);
void       ngl_xml_stop(ngl_xml_walk *walk, ngl_status status);

/* Does the first element have this local name? */
bool ngl_xml_root_is(const uint8_t *head, size_t len, const char *name);

/* The value of an attribute by local name, or NULL. */
const char *ngl_xml_attribute(const char **attributes, const char *name);

/* A number with blanks around it allowed; NaN if it is none. */
double      ngl_xml_number(const char *text, size_t len);
ngl_instant ngl_xml_time(const char *text, size_t len); /* NGL_INSTANT_NONE */

/* A title without blanks around it or characters that move a cursor; NULL
 * when memory is out. */
const char *ngl_xml_title(ngl_arena *arena, const char *text, size_t len);

/* ---- points --------------------------------------------------------------- */

typedef struct ngl_point {
    ngl_instant time;
    double      lat, lon; /* NaN: not said */
    double      value[NGL_STREAM_COUNT];
} ngl_point;

/* The tracks of one document, as they grow. */
typedef struct ngl_points {
    ngl_columns   columns;
    ngl_activity *activity;
    uint32_t      nactivity, activity_cap;
    uint32_t      untimed; /* rows of activities kept, without a time */
    uint32_t      planned; /* tracks without any time, left out */
    uint32_t      nodd;    /* values that cannot be */
    ngl_track_oddities odd;
} ngl_points;

ngl_point  ngl_point_blank(void);
ngl_status ngl_points_add(ngl_points *p, const ngl_point *point, ngl_error *err);

/* Rows first .. end are an activity; `a` has what is known of it beside them. */
ngl_status ngl_points_end(ngl_points *p, const ngl_activity *a, uint32_t first, uint32_t end, ngl_error *err);

/* Note, kind and result of a document whose walk ended with `walked`. */
ngl_status ngl_points_finish(ngl_points *p, ngl_import *out, ngl_status walked, const char *kind, ngl_error *err);

/* "Running", "trail_run", "9" … */
ngl_sport ngl_xml_sport(const char *text, size_t len);

/* ---- the readers ------------------------------------------------------------ */

bool       ngl_gpx_sniff(const uint8_t *head, size_t len);
ngl_status ngl_gpx_read(ngl_import *out, ngl_arena *arena, const uint8_t *data, size_t len,
                        const ngl_import_options *options, ngl_error *err);
bool       ngl_polar_sniff(const uint8_t *head, size_t len);
ngl_status ngl_polar_read(ngl_import *out, ngl_arena *arena, const uint8_t *data, size_t len,
                          const ngl_import_options *options, ngl_error *err);
bool       ngl_tcx_sniff(const uint8_t *head, size_t len);
ngl_status ngl_tcx_read(ngl_import *out, ngl_arena *arena, const uint8_t *data, size_t len,
                        const ngl_import_options *options, ngl_error *err);

#endif
