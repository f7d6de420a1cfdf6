/* Which column is what: by the words of the header first, then by what the rows
 * hold. What stays open is left open; asking is better than a wrong year of
 * training. */
#include "activity/diary.h"

#include "base/csv_read.h"
#include "base/text.h"

#include <string.h>
#include <strings.h>

enum { ROW_MAX = 1 << 16, LOOK_ROWS = 400, COLUMNS_MAX = 64 };

const char *ngl_diary_field_name(ngl_diary_field f)
{
    static const char *const names[] = {
#define X(member, name, what) name,
        NGL_DIARY_MAP(X)
#undef X
    };
    return names[f];
}

const char *ngl_diary_field_words(ngl_diary_field f)
{
    static const char *const words[] = {
#define X(member, name, what) what,
        NGL_DIARY_MAP(X)
#undef X
    };
    return words[f];
}

/* ---- the words of headers -------------------------------------------------------------- */

/* Whole words; with a star the beginning of one. The first that is found counts,
 * so words that are sure come before words that may be many things. */
static const struct {
    ngl_diary_field field;
    const char     *words;
} known[] = {
    { NGL_DIARY_DATE, "date datum fecha data dato dzien day tag jour dia d\xc3\xad""a when wann quand" },
    { NGL_DIARY_PAIN, "pain schmerz* douleur* dolor* dolore pijn nprs nrs vas hurt weh" },
    { NGL_DIARY_PLACE, "site place where location ort stelle lieu lugar donde body* bodypart k\xc3\xb6rperstelle schmerzort" },
    { NGL_DIARY_EFFORT, "rpe effort exertion anstrengung belastung borg srpe schwere esfuerzo fatica" },
    { NGL_DIARY_HEART_RATE, "hr heart heartrate bpm puls herzfrequenz hf fc pulse pulso" },
    { NGL_DIARY_ASCENT, "ascent elevation climb* elev h\xc3\xb6henmeter hm d+ denivele d\xc3\xa9nivel\xc3\xa9 desnivel dislivello" },
    { NGL_DIARY_DISTANCE, "distance dist distanz distancia distanza strecke afstand km kilomet* miles mi" },
    { NGL_DIARY_DURATION, "duration dauer dur\xc3\xa9""e duree duraci\xc3\xb3n duracion durata duur minutes minuten min mins time zeit temps tiempo tempo moving elapsed" },
    { NGL_DIARY_TIME, "start starttime beginn uhrzeit heure hora ora clock startzeit" },
    { NGL_DIARY_KIND, "what activity type sport workout art aktivit\xc3\xa4t sportart activit\xc3\xa9 actividad discipline kind training einheit session exercise was" },
    { NGL_DIARY_NOTE, "note* comment* remark* bemerkung* notiz* kommentar* notas nota remarque* journal description diary feeling gef\xc3\xbchl" },
};

static bool word_is(const char *word, size_t n, const char *list)
{
    while (*list) {
        size_t len = strcspn(list, " ");
        bool   begins = len && list[len - 1] == '*';
        size_t must = begins ? len - 1 : len;
        if ((begins ? n >= must : n == must) && strncasecmp(word, list, must) == 0) return true;
        list += len;
        if (*list) list++;
    }
    return false;
}

static bool word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' || (unsigned char)c >= 0x80;
}

/* does the heading hold one of these words? */
static bool heading_has(const char *heading, const char *list)
{
    for (const char *p = heading; *p;) {
        size_t n = 0;
        while (word_char(p[n])) n++;
        if (n && word_is(p, n, list)) return true;
        p += n ? n : 1;
    }
    return false;
}

static double unit_of_heading(const char *heading)
{
    if (heading_has(heading, "km kms kilomet* kilom\xc3\xa8t*")) return 1000;
    if (heading_has(heading, "mi mile miles meilen")) return 1609.344;
    return heading_has(heading, "m meter meters metres metre metros m\xc3\xa8tres") ? 1 : 0;
}

static double time_unit_of_heading(const char *heading)
{
    if (heading_has(heading, "min mins minutes minuten minutos minuti")) return 60;
    if (heading_has(heading, "h hour hours std stunden heures horas ore")) return 3600;
    return heading_has(heading, "s sec secs seconds sekunden sek segundos") ? 1 : 0;
}

static bool taken(const ngl_diary_map *m, int column)
{
    for (int f = 0; f < NGL_DIARY_COUNT; f++)
        if (m->column[f] == column) return true;
    return false;
}

static void by_words(ngl_diary_map *m, const ngl_csv *header)
{
    for (size_t k = 0; k < sizeof known / sizeof *known; k++)
        for (size_t i = 0; i < header->n && m->column[known[k].field] < 0; i++)
            if (!taken(m, (int)i) && heading_has(ngl_csv_field(header, i), known[k].words)) m->column[known[k].field] = (int)i;
}

static void units_by_words(ngl_diary_map *m, const ngl_csv *header)
{
    if (m->column[NGL_DIARY_DISTANCE] >= 0) m->dist_unit_m = unit_of_heading(ngl_csv_field(header, (size_t)m->column[NGL_DIARY_DISTANCE]));
    if (m->column[NGL_DIARY_DURATION] >= 0) {
        const char *heading = ngl_csv_field(header, (size_t)m->column[NGL_DIARY_DURATION]);
        m->duration_unit_s = time_unit_of_heading(heading);
        m->clock_hours = strstr(heading, "h:mm") || strstr(heading, "hh:mm") || strstr(heading, "HH:MM") || strstr(heading, "H:MM");
    }
}

/* ---- what the rows say ---------------------------------------------------------------------- */

typedef struct looked {
    bool     worded_or_iso;     /* a date that needs no order was seen */
    bool     open_dates;        /* one that does */
    bool     can[4];            /* by ngl_date_order: no row speaks against it */
    bool     up[4], down[4];    /* dates only go up, only go down */
    ngl_day  last[4];
    bool     dots;
    double   largest_dist, sum_dist;
    bool     dist_unit_in_value;
    uint32_t ndist, nclock2, nclock3, nplain;
    int      longest_first;    /* the largest first part of "45:30" */
} looked;

static void look_at_date(looked *l, const char *text)
{
    ngl_day day;
    int     seconds;
    if (ngl_diary_day(&day, &seconds, text, NGL_DATE_OPEN)) {
        l->worded_or_iso = true;
        return;
    }
    if (strlen(text) < 5) return;
    bool any = false, good[4] = { false };
    ngl_day of[4] = { 0 };
    for (int o = NGL_DATE_YMD; o <= NGL_DATE_MDY; o++) any |= good[o] = ngl_diary_day(&of[o], &seconds, text, (ngl_date_order)o);
    if (!any) return; /* no date at all: a row for the list of bad ones */
    for (int o = NGL_DATE_YMD; o <= NGL_DATE_MDY; o++) {
        if (!good[o]) {
            l->can[o] = false;
            continue;
        }
        if (l->open_dates && l->last[o] > of[o]) l->up[o] = false;
        if (l->open_dates && l->last[o] < of[o]) l->down[o] = false;
        l->last[o] = of[o];
    }
    size_t figures = strspn(text, "0123456789");
    l->dots |= text[figures] == '.';
    l->open_dates = true;
}

static void look_at_duration(looked *l, const char *text)
{
    size_t first = strspn(text, "0123456789"), second = text[first] == ':' ? strspn(text + first + 1, "0123456789") : 0;
    if (first && second && text[first + 1 + second] == ':') l->nclock3++;
    else if (first && second) {
        int v = 0;
        for (size_t i = 0; i < first && i < 4; i++) v = v * 10 + (text[i] - '0');
        if (v > l->longest_first) l->longest_first = v;
        l->nclock2++;
    } else if (first) {
        l->nplain++;
    }
}

static void look_at_distance(looked *l, const char *text)
{
    double v, unit;
    if (!ngl_diary_number(&v, &unit, text) || !(v > 0)) return;
    l->dist_unit_in_value |= unit > 0;
    if (v > l->largest_dist) l->largest_dist = v;
    l->sum_dist += v;
    l->ndist++;
}

static const char *value_of(const ngl_csv *c, const ngl_diary_map *m, ngl_diary_field f)
{
    return m->column[f] < 0 ? "" : ngl_csv_field(c, (size_t)m->column[f]);
}

static void settle_order(ngl_diary_map *m, looked *l)
{
    unsigned left = 0, sorted = 0, last = 0, last_sorted = 0;
    if (!l->open_dates) {
        if (l->worded_or_iso) m->order = NGL_DATE_YMD;
        return;
    }
    if (l->dots) l->can[NGL_DATE_MDY] = l->can[NGL_DATE_YMD] = false;
    for (unsigned o = NGL_DATE_YMD; o <= NGL_DATE_MDY; o++) {
        if (!l->can[o]) continue;
        left++, last = o;
        if (l->up[o] || l->down[o]) sorted++, last_sorted = o;
    }
    // "03/04/05" as a year first is rarer than anything else
    if (left > 1 && l->can[NGL_DATE_YMD] && !(sorted == 1 && last_sorted == NGL_DATE_YMD)) {
        left--;
        if (l->up[NGL_DATE_YMD] || l->down[NGL_DATE_YMD]) sorted--;
        for (unsigned o = NGL_DATE_DMY; o <= NGL_DATE_MDY; o++) {
            if (!l->can[o]) continue;
            last = o;
            if (l->up[o] || l->down[o]) last_sorted = o;
        }
    }
    if (left == 1) m->order = (ngl_date_order)last;
    else if (left > 1 && sorted == 1) m->order = (ngl_date_order)last_sorted;
}

static void settle_units(ngl_diary_map *m, const looked *l)
{
    if (!(m->dist_unit_m > 0) && l->ndist && l->sum_dist / l->ndist >= 300) m->dist_unit_m = 1; /* nobody runs 300 miles on average */
    if (!(m->dist_unit_m > 0) && l->dist_unit_in_value) m->dist_unit_m = 1000;
    if (!(m->duration_unit_s > 0)) m->duration_unit_s = 60;
    // a first part that no run has in hours is minutes; so it is beside times of three parts
    if (!l->nclock2 || m->clock_hours) return;
    m->clock_open = !l->nclock3 && l->longest_first < 8;
}

static void look_at_rows(ngl_diary_map *m, ngl_csv *c)
{
    looked l = { .longest_first = 0 };
    for (int o = 0; o < 4; o++) l.can[o] = l.up[o] = l.down[o] = true;
    for (int i = 0; i < LOOK_ROWS && ngl_csv_next(c); i++) {
        look_at_date(&l, value_of(c, m, NGL_DIARY_DATE));
        look_at_duration(&l, value_of(c, m, NGL_DIARY_DURATION));
        look_at_distance(&l, value_of(c, m, NGL_DIARY_DISTANCE));
    }
    if (m->column[NGL_DIARY_DATE] >= 0) settle_order(m, &l);
    settle_units(m, &l);
}

/* where no heading speaks of a date: the first column that holds dates */
static void find_date(ngl_diary_map *m, const void *bytes, size_t len)
{
    ngl_csv c;
    ngl_csv_begin(&c, bytes, len, 0, ROW_MAX);
    ngl_csv_next(&c);
    for (int row = 0; row < 5 && m->column[NGL_DIARY_DATE] < 0 && ngl_csv_next(&c); row++)
        for (size_t i = 0; i < c.n && i < COLUMNS_MAX && m->column[NGL_DIARY_DATE] < 0; i++) {
            ngl_day day;
            int     seconds;
            const char *text = ngl_csv_field(&c, i);
            bool date = strlen(text) >= 6 && (ngl_diary_day(&day, &seconds, text, NGL_DATE_OPEN) || ngl_diary_day(&day, &seconds, text, NGL_DATE_DMY) ||
                                              ngl_diary_day(&day, &seconds, text, NGL_DATE_MDY));
            if (date && !taken(m, (int)i)) m->column[NGL_DIARY_DATE] = (int)i;
        }
    ngl_csv_end(&c);
}

bool ngl_csv_like(const void *head, size_t len)
{
    const char *p = head;
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)p[i] < 0x20 && p[i] != '\n' && p[i] != '\r' && p[i] != '\t') return false;
    if (!len || p[0] == '{' || p[0] == '<' || p[0] == '[') return false;
    ngl_csv c;
    ngl_csv_begin(&c, head, len, 0, ROW_MAX);
    bool two = ngl_csv_next(&c) && c.n >= 2 && c.n <= COLUMNS_MAX;
    ngl_csv_end(&c);
    return two;
}

void ngl_diary_look(ngl_diary_map *m, const void *bytes, size_t len)
{
    ngl_csv c;
    m->order = NGL_DATE_OPEN;
    m->dist_unit_m = m->duration_unit_s = 0;
    m->clock_hours = m->clock_open = false;
    ngl_csv_begin(&c, bytes, len, 0, ROW_MAX);
    if (ngl_csv_next(&c)) {
        units_by_words(m, &c);
        look_at_rows(m, &c);
    }
    ngl_csv_end(&c);
}

bool ngl_diary_guess(ngl_diary_map *m, const void *bytes, size_t len)
{
    ngl_csv c;
    *m = (ngl_diary_map){ .order = NGL_DATE_OPEN };
    for (int f = 0; f < NGL_DIARY_COUNT; f++) m->column[f] = -1;
    if (!ngl_csv_like(bytes, len < 4096 ? len : 4096)) return false;
    ngl_csv_begin(&c, bytes, len, 0, ROW_MAX);
    if (ngl_csv_next(&c)) {
        by_words(m, &c);
        if (m->column[NGL_DIARY_DATE] < 0) find_date(m, bytes, len);
    }
    ngl_csv_end(&c);
    ngl_diary_look(m, bytes, len);
    return true;
}

unsigned ngl_diary_open(const ngl_diary_map *m)
{
    unsigned open = 0;
    bool     use = m->column[NGL_DIARY_DURATION] >= 0 || m->column[NGL_DIARY_DISTANCE] >= 0 || m->column[NGL_DIARY_PAIN] >= 0 || m->column[NGL_DIARY_NOTE] >= 0;
    if (m->column[NGL_DIARY_DATE] < 0) open |= 1u << NGL_DIARY_DATE;
    else if (m->order == NGL_DATE_OPEN) open |= NGL_DIARY_ASK_ORDER;
    if (m->column[NGL_DIARY_DISTANCE] >= 0 && !(m->dist_unit_m > 0)) open |= NGL_DIARY_ASK_DIST;
    if (m->column[NGL_DIARY_DURATION] >= 0 && m->clock_open) open |= NGL_DIARY_ASK_CLOCK;
    return use ? open : open | NGL_DIARY_ASK_USE;
}

bool ngl_diary_sniff(const void *head, size_t len)
{
    ngl_diary_map m;
    if (!ngl_diary_guess(&m, head, len)) return false;
    ngl_csv c;
    ngl_csv_begin(&c, head, len, 0, ROW_MAX);
    bool named = ngl_csv_next(&c) && m.column[NGL_DIARY_DATE] >= 0 && heading_has(ngl_csv_field(&c, (size_t)m.column[NGL_DIARY_DATE]), known[0].words);
    ngl_csv_end(&c);
    return named && (m.column[NGL_DIARY_DURATION] >= 0 || m.column[NGL_DIARY_DISTANCE] >= 0 || m.column[NGL_DIARY_PAIN] >= 0);
}
