/* Lists of activities: which reader, and the words they share. */
#include "activity/list.h"

#include "base/date.h"
#include "base/error.h"

#include <math.h>
#include <string.h>
#include <strings.h>

/* ---- times ------------------------------------------------------------------------------------ */

typedef struct pieces {
    int  number[6], n, digits[6];
    char mark[6]; /* the character behind each number */
    int  month;   /* by name, 0 none */
    int  half;    /* 1 a.m., 2 p.m. */
} pieces;

/* the first letters of months; languages of most runners, without accents */
int ngl_worded_month(const char *p, size_t n)
{
    static const char *const names[12][8] = {
        { "jan", "gen", "ene", "janv", "sty", "leden", "led" }, { "feb", "fev", "f\xc3\xa9v", "lut", "\xc3\xbanor" },
        { "mar", "m\xc3\xa4r", "mrz", "mrt", "maa", "b\xc5\x99" }, { "apr", "avr", "abr", "kwi", "dub" },
        { "may", "mai", "mag", "maj", "mei", "kv\xc4\x9b" },     { "jun", "juin", "giu", "cze" },
        { "jul", "juil", "lug", "lip" },                       { "aug", "ao\xc3\xbb", "aou", "ago", "sie", "srp" },
        { "sep", "set", "wrz", "z\xc3\xa1\xc5\x99" },            { "oct", "okt", "ott", "out", "pa\xc5\xba", "\xc5\x99\xc3\xadj" },
        { "nov", "lis" },                                       { "dec", "dez", "d\xc3\xa9""c", "dic", "gru", "pro" } };
    for (int m = 0; m < 12; m++)
        for (int k = 0; k < 8 && names[m][k]; k++) {
            size_t len = strlen(names[m][k]);
            if (n >= len && strncasecmp(p, names[m][k], len) == 0) return m + 1;
        }
    return 0;
}

static bool word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0xc3;
}

static size_t word_length(const char *p)
{
    size_t n = 0;
    if ((unsigned char)p[0] == 0xe2 || (unsigned char)p[0] == 0xc2) return 0; /* narrow and no-break spaces */
    while (word_byte(p[n]) || (n && (unsigned char)p[n] >= 0x80 && (unsigned char)p[n] < 0xc0)) n++;
    return n;
}

static bool take_pieces(pieces *out, const char *p)
{
    *out = (pieces){ 0 };
    while (*p) {
        size_t n = word_length(p);
        if (*p >= '0' && *p <= '9') {
            int v = 0, digits = 0;
            for (; *p >= '0' && *p <= '9' && digits < 6; p++, digits++) v = v * 10 + (*p - '0');
            if (out->n == 6) return out->n == 6 && out->month == 0;
            out->number[out->n] = v;
            out->digits[out->n] = digits;
            out->mark[out->n++] = *p;
        } else if (n) {
            if (strncasecmp(p, "am", n) == 0 && n == 2) out->half = 1;
            else if (strncasecmp(p, "pm", n) == 0 && n == 2) out->half = 2;
            else if (n == 1 && (*p | 0x20) == 'a' && p[1] == '.') out->half = 1;
            else if (n == 1 && (*p | 0x20) == 'p' && p[1] == '.') out->half = 2;
            else if (!out->month && n >= 3) out->month = ngl_worded_month(p, n);
            p += n;
        } else {
            p++;
        }
    }
    return out->n >= 3;
}

/* year, month, day out of the first numbers; how many were used, 0 none */
static int civil_of(const pieces *p, ngl_civil *c)
{
    const int *v = p->number;
    if (p->month && p->digits[0] <= 2 && p->digits[1] == 4) return *c = (ngl_civil){ v[1], p->month, v[0] }, 2;
    if (p->month) return 0;
    if (p->digits[0] == 4) return *c = (ngl_civil){ v[0], v[1], v[2] }, 3;
    if (p->digits[2] != 4) return 0;
    bool day_first = p->mark[0] == '.' || v[0] > 12;
    if (!day_first && v[1] <= 12 && v[0] != v[1]) return 0;
    return *c = day_first ? (ngl_civil){ v[2], v[1], v[0] } : (ngl_civil){ v[2], v[0], v[1] }, 3;
}

bool ngl_worded_time(ngl_instant *out, const char *text)
{
    pieces    p;
    ngl_civil c;
    if (ngl_instant_parse(out, NULL, text, strlen(text))) return true;
    if (!take_pieces(&p, text)) return false;
    int used = civil_of(&p, &c), left = p.n - used;
    if (!used || !ngl_civil_valid(c) || left < 2) return false;
    int hour = p.number[used], minute = p.number[used + 1], second = left > 2 ? p.number[used + 2] : 0;
    if (p.half && (hour < 1 || hour > 12)) return false;
    if (p.half) hour = hour % 12 + (p.half == 2 ? 12 : 0);
    if (hour > 23 || minute > 59 || second > 60) return false;
    *out = ((ngl_instant)ngl_day_from_civil(c) * 86400 + hour * 3600 + minute * 60 + (second < 60 ? second : 59)) * 1000;
    return true;
}

/* ---- sports --------------------------------------------------------------------------------------- */

static bool has_word(const char *text, const char *word)
{
    size_t n = strlen(word);
    for (const char *p = text; *p; p++)
        if (strncasecmp(p, word, n) == 0) return true;
    return false;
}

ngl_sport ngl_worded_sport(const char *kind)
{
    static const struct {
        const char *word;
        ngl_sport   sport;
    } words[] = {
        { "ride", NGL_SPORT_CYCLING }, { "cycl", NGL_SPORT_CYCLING }, { "bik", NGL_SPORT_CYCLING }, { "radfahr", NGL_SPORT_CYCLING },
        { "v\xc3\xa9lo", NGL_SPORT_CYCLING }, { "rad", NGL_SPORT_CYCLING },
        { "ski", NGL_SPORT_SKIING }, { "snowboard", NGL_SPORT_SKIING },
        { "rowing", NGL_SPORT_ROWING }, { "ruder", NGL_SPORT_ROWING },
        { "run", NGL_SPORT_RUNNING }, { "lauf", NGL_SPORT_RUNNING }, { "course", NGL_SPORT_RUNNING }, { "carrera", NGL_SPORT_RUNNING },
        { "corsa", NGL_SPORT_RUNNING }, { "corrida", NGL_SPORT_RUNNING }, { "hardlo", NGL_SPORT_RUNNING }, { "l\xc3\xb8p", NGL_SPORT_RUNNING },
        { "jogging", NGL_SPORT_RUNNING }, { "treadmill", NGL_SPORT_RUNNING },
        { "hik", NGL_SPORT_HIKING }, { "wander", NGL_SPORT_HIKING }, { "randonn", NGL_SPORT_HIKING },
        { "walk", NGL_SPORT_WALKING }, { "spazier", NGL_SPORT_WALKING }, { "gehen", NGL_SPORT_WALKING }, { "marche", NGL_SPORT_WALKING },
        { "swim", NGL_SPORT_SWIMMING }, { "schwimm", NGL_SPORT_SWIMMING }, { "nata", NGL_SPORT_SWIMMING },
        { "strength", NGL_SPORT_STRENGTH }, { "weight", NGL_SPORT_STRENGTH }, { "kraft", NGL_SPORT_STRENGTH }, { "muscul", NGL_SPORT_STRENGTH },
    };
    if (!kind[0]) return NGL_SPORT_UNKNOWN;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (has_word(kind, words[i].word)) return words[i].sport;
    return NGL_SPORT_OTHER;
}

/* ---- rows, and which reader -------------------------------------------------------------------------- */

ngl_listed *ngl_list_add(ngl_list *list, ngl_arena *arena, size_t *room)
{
    if (list->n == *room) {
        size_t      more = *room ? *room * 2 : 256;
        ngl_listed *row = NGL_NEW(arena, ngl_listed, more);
        if (!row) return NULL;
        if (list->n) memcpy(row, list->row, list->n * sizeof *row);
        list->row = row;
        *room = more;
    }
    ngl_listed *r = (ngl_listed *)(uintptr_t)&list->row[list->n++];
    *r = (ngl_listed){ .key = "", .file = "", .name = "", .about = "", .note = "", .gear = "", .kind = "",
                       .start = NGL_INSTANT_NONE, .dist_m = NAN, .timer_s = NAN, .elapsed_s = NAN, .ascent_m = NAN,
                       .descent_m = NAN, .mean_hr_bpm = NAN, .mean_cadence_spm = NAN, .max_speed_mps = NAN, .effort_rpe = NAN, .place = "", .pain_nprs = NAN, .day = NGL_DAY_NONE };
    return r;
}

const char *ngl_list_sniff(const void *head, size_t len, const char *name)
{
    if (ngl_garmin_sniff(head, len)) return "garmin";
    return ngl_strava_sniff(head, len, name) ? "strava" : NULL;
}

ngl_status ngl_list_read(ngl_list *out, ngl_arena *arena, const void *bytes, size_t len, const char *name, ngl_error *err)
{
    const char *source = ngl_list_sniff(bytes, len < NGL_ARCHIVE_HEAD ? len : NGL_ARCHIVE_HEAD, name);
    *out = (ngl_list){ .source = source ? source : "", .note = "" };
    if (!source) return ngl_fail(err, NGL_E_UNSUPPORTED, 0, "this is not a list of activities that is read here");
    return strcmp(source, "garmin") == 0 ? ngl_garmin_read(out, arena, bytes, len, err) : ngl_strava_read(out, arena, bytes, len, err);
}
