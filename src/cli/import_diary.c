/* Questions about a diary: only what its header and rows leave open, with an
 * example beside each column, and Enter for the guess. */
#include "cli/import_diary.h"

#include "base/csv_read.h"
#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/ask.h"
#include "flow/diary.h"

#include <string.h>
#include <strings.h>

enum { LOOK = 1 << 18, MAP_MAX = 1 << 16, LINE = 200, EXAMPLE = 28, MEMORY = 1 << 20 };

static bool read_start(ngl_buf *b, const char *path, size_t most)
{
    FILE  *f = fopen(path, "rb");
    if (!f) return false;
    if (ngl_buf_reserve(b, most)) b->len = fread(b->data, 1, most, f);
    if (b->data) b->data[b->len] = 0;
    bool good = !ferror(f) && !b->failed;
    return fclose(f) == 0 && good;
}

/* ---- what is shown --------------------------------------------------------------------- */

static void put_short(FILE *out, const char *text)
{
    ngl_buf b;
    ngl_buf_init(&b, LINE);
    for (size_t i = 0, n, shown = 0; text[i] && shown < EXAMPLE; i += n, shown++) {
        n = ngl_utf8_length(text + i, strlen(text + i));
        if (!n || (unsigned char)text[i] < 0x20 || text[i] == 0x7f) ngl_buf_char(&b, n ? ' ' : '?');
        else ngl_buf_add(&b, text + i, n);
        if (!n) n = 1;
    }
    fputs(ngl_buf_string(&b), out);
    ngl_buf_free(&b);
}

static void show_columns(cli *c, const ngl_buf *diary)
{
    ngl_csv header, row;
    ngl_csv_begin(&header, ngl_buf_string(diary), diary->len, 0, MAP_MAX);
    ngl_csv_next(&header);
    ngl_csv_begin(&row, ngl_buf_string(diary), diary->len, 0, MAP_MAX);
    ngl_csv_next(&row);
    ngl_csv_next(&row);
    for (size_t i = 0; i < header.n; i++) {
        fprintf(c->err, "  %2zu  ", i + 1);
        put_short(c->err, ngl_csv_field(&header, i));
        if (ngl_csv_field(&row, i)[0]) fputs("   for example: ", c->err), put_short(c->err, ngl_csv_field(&row, i));
        fputc('\n', c->err);
    }
    ngl_csv_end(&row);
    ngl_csv_end(&header);
}

static int columns_of(const ngl_buf *diary)
{
    ngl_csv c;
    ngl_csv_begin(&c, ngl_buf_string(diary), diary->len, 0, MAP_MAX);
    int n = ngl_csv_next(&c) ? (int)c.n : 0;
    ngl_csv_end(&c);
    return n;
}

/* ---- questions: false when the input ended ------------------------------------------------ */

static bool ask_column(cli *c, ngl_diary_map *m, ngl_diary_field f, int ncolumn)
{
    char line[LINE];
    for (;;) {
        if (m->column[f] >= 0) fprintf(c->err, "Which column is %s? [%d, - for none] ", ngl_diary_field_words(f), m->column[f] + 1);
        else fprintf(c->err, "Which column is %s? [Enter for none] ", ngl_diary_field_words(f));
        if (!ask_line(c, line, sizeof line)) return false;
        int64_t v;
        if (!line[0]) return true;
        if (strcmp(line, "-") == 0) return m->column[f] = -1, true;
        if (ngl_integer_parse(&v, line, strlen(line)) && v >= 1 && v <= ncolumn) return m->column[f] = (int)v - 1, true;
        fprintf(c->err, "A number from 1 to %d, please.\n", ncolumn);
    }
}

/* one of the words; `answers` ends with NULL; -1 the input ended */
static int ask_one_of(cli *c, const char *question, const char *const *answers)
{
    char line[LINE];
    for (;;) {
        fputs(question, c->err);
        if (!ask_line(c, line, sizeof line)) return -1;
        for (int i = 0; line[0] && answers[i]; i++)
            if (strncasecmp(line, answers[i], strlen(line)) == 0) return i;
    }
}

static bool ask_columns(cli *c, ngl_diary_map *m, const ngl_buf *diary)
{
    static const ngl_diary_field order[] = { NGL_DIARY_DATE, NGL_DIARY_KIND, NGL_DIARY_DURATION, NGL_DIARY_DISTANCE, NGL_DIARY_EFFORT, NGL_DIARY_PAIN, NGL_DIARY_PLACE, NGL_DIARY_NOTE };
    int n = columns_of(diary);
    show_columns(c, diary);
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (!ask_column(c, m, order[i], n)) return false;
    return true;
}

/* what the columns leave open: the order of dates, units */
static bool ask_units(cli *c, ngl_diary_map *m)
{
    static const char *const orders[] = { "day", "month", "year", NULL }, *const units[] = { "km", "miles", "metres", NULL };
    static const char *const clocks[] = { "hours", "minutes", NULL };
    static const ngl_date_order of[] = { NGL_DATE_DMY, NGL_DATE_MDY, NGL_DATE_YMD };
    static const double         metres[] = { 1000, 1609.344, 1 };
    unsigned open = ngl_diary_open(m);
    int      a;
    if (open & NGL_DIARY_ASK_ORDER) {
        if ((a = ask_one_of(c, "What comes first in its dates: day, month or year? ", orders)) < 0) return false;
        m->order = of[a];
    }
    if (open & NGL_DIARY_ASK_DIST) {
        if ((a = ask_one_of(c, "Are its distances in km, miles or metres? ", units)) < 0) return false;
        m->dist_unit_m = metres[a];
    }
    if (open & NGL_DIARY_ASK_CLOCK) {
        if ((a = ask_one_of(c, "Does 1:05 in it begin with hours or with minutes? ", clocks)) < 0) return false;
        m->clock_hours = a == 0;
        m->clock_open = false;
    }
    return true;
}

static bool ask_all(cli *c, const char *path, ngl_diary_map *m, const ngl_buf *diary)
{
    fprintf(c->err, "%s: a diary? I am not sure what its columns are.\n", path);
    do {
        if (!(ngl_diary_open(m) & ((1u << NGL_DIARY_DATE) | NGL_DIARY_ASK_USE))) break;
        if (!ask_columns(c, m, diary)) return false;
        ngl_diary_look(m, ngl_buf_string(diary), diary->len);
        if (ngl_diary_open(m) & ((1u << NGL_DIARY_DATE) | NGL_DIARY_ASK_USE)) fputs("A diary needs a date, and minutes, a distance, pain or remarks.\n", c->err);
    } while (ngl_diary_open(m) & ((1u << NGL_DIARY_DATE) | NGL_DIARY_ASK_USE));
    return ask_units(c, m);
}

/* ---- one file --------------------------------------------------------------------------------- */

static ngl_status keep(ngl_flow *flow, const ngl_buf *diary, const ngl_diary_map *m, bool store, ngl_buf *map, ngl_error *err)
{
    ngl_buf text;
    ngl_buf_init(&text, MAP_MAX);
    ngl_diary_map_write(&text, m, ngl_buf_string(diary), diary->len);
    ngl_status status = NGL_OK;
    if (store && flow->store) status = ngl_flow_keep_diary_map(flow, ngl_buf_string(diary), diary->len, ngl_buf_string(&text), err);
    else ngl_buf_text(map, ngl_buf_string(&text));
    ngl_buf_free(&text);
    return status;
}

static bool kept_before(const ngl_flow *flow, const ngl_buf *diary)
{
    ngl_arena   arena;
    const char *text = "";
    ngl_arena_init(&arena, MEMORY);
    bool there = ngl_flow_diary_map(flow, &arena, ngl_buf_string(diary), diary->len, &text, NULL) == NGL_OK && text[0];
    ngl_arena_free(&arena);
    return there;
}

static int look_at(cli *c, ngl_flow *flow, const ngl_found *found, bool store, ngl_buf *map)
{
    ngl_buf       diary;
    ngl_diary_map m;
    ngl_error     err = { 0 };
    int           code = EXIT_DONE;
    ngl_buf_init(&diary, LOOK);
    bool table = read_start(&diary, found->path, LOOK - 1) && !ngl_list_sniff(ngl_buf_string(&diary), diary.len < NGL_ARCHIVE_HEAD ? diary.len : NGL_ARCHIVE_HEAD, found->path) &&
                 !ngl_import_sniff(ngl_buf_string(&diary), diary.len, NULL) && ngl_diary_guess(&m, ngl_buf_string(&diary), diary.len);
    if (table && ngl_diary_open(&m) && !kept_before(flow, &diary)) {
        if (!ask_all(c, found->path, &m, &diary)) fputs("\nThis diary was left out.\n", c->err);
        else if (keep(flow, &diary, &m, store, map, &err)) code = cli_fail(c, &err, NULL);
    }
    ngl_buf_free(&diary);
    return code;
}

int import_diary_maps(cli *c, ngl_flow *flow, const ngl_found_list *list, bool store, ngl_buf *map)
{
    const char *path = cli_option(c, "map");
    int         code = EXIT_DONE;
    ngl_buf_init(map, MAP_MAX);
    if (path) {
        ngl_error err = { 0 };
        if (read_start(map, path, MAP_MAX - 1)) return EXIT_DONE;
        ngl_fail(&err, NGL_E_IO, 0, "the mapping %s cannot be read", path);
        return cli_fail(c, &err, NULL);
    }
    for (size_t i = 0; c->input && i < list->n && !code; i++)
        if (list->found[i].named && !list->found[i].fault[0]) code = look_at(c, flow, &list->found[i], store, map);
    return code;
}
