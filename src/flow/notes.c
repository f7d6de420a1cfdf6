/* Words that may be about pain, in the languages most runners write in: the
 * beginnings of words, so that "aching" and "Schmerzen" are found, and whole
 * words where a beginning would find too much. Too many notes are better than
 * one missed: the runner looks at each. */
#include "flow/notes.h"

#include "base/error.h"
#include "store/diary.h"

#include <math.h>
#include <string.h>
#include <strings.h>

static const char *const beginnings[] = {
    "pain", "hurt", "sore", "ache", "aching", "achy", "niggl", "tight", "stiff", "injur", "strain", "tweak", "twing", "cramp", "limp",
    "numb", "tingl", "sciatic", "hamstring", "glute", "buttock", "piriformis", "tendin", "tendon", "physio", "sprain", "inflam", "sit bone",
    "schmerz", "zieh", "zwick", "verletz", "steif", "ges\xc3\xa4\xc3\x9f", "krampf", "taub", "zerrung", "ischias", "wehgetan", "beschwerd",
    "douleur", "douloureu", "bless", "raide", "fessier", "ischio", "crampe", "sciatique", "g\xc3\xaan",
    "dolor", "duel", "molest", "lesi", "gl\xc3\xbateo", "gluteo", "isquio", "calambre", "ci\xc3\xa1tic", "tir\xc3\xb3n",
    "dolore", "infortun", "strapp", "fastid", "indolenz", "pijn", "blessure", "stijf", "kramp", "smerte", "sm\xc3\xa4rt", "vondt", "ont i",
};
static const char *const words[] = { "weh", "mal", "dor", "bil", "ouch", "au" };

static bool letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

static size_t rest_of_word(const char *p)
{
    size_t n = 0;
    while (letter(p[n])) n++;
    return n;
}

/* length of the word at `p` if it is one of them, else 0 */
static size_t about_pain(const char *p)
{
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
        size_t n = strlen(beginnings[i]);
        if (strncasecmp(p, beginnings[i], n) == 0) return n + rest_of_word(p + n);
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = strlen(words[i]);
        if (strncasecmp(p, words[i], n) == 0 && !letter(p[n])) return n;
    }
    return 0;
}

const char *ngl_pain_word(const char *text, size_t *len)
{
    for (const char *p = text; *p; p++) {
        if ((p > text && letter(p[-1])) || !letter(*p)) continue;
        *len = about_pain(p);
        if (*len) return p;
    }
    return NULL;
}

static const char *first_word(const ngl_row_said *s, size_t *len)
{
    const char *const texts[] = { s->note, s->about, s->name };
    for (int i = 0; i < 3; i++) {
        const char *word = ngl_pain_word(texts[i], len);
        if (word) return word;
    }
    return NULL;
}

static ngl_status no_memory(ngl_error *err)
{
    return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the notes than is allowed");
}

static bool take(ngl_arena *arena, ngl_run_note *to, const ngl_row_said *said, double pain_nprs, const char *place)
{
    size_t      len = 0;
    const char *word = first_word(said, &len);
    *to = (ngl_run_note){ *said, word ? ngl_arena_text(arena, word, len) : "", pain_nprs, place };
    return to->word != NULL;
}

static bool wanted(const ngl_run_note *n, bool all)
{
    return n->word[0] || n->pain_nprs > 0 || n->place[0] || (all && (n->said.note[0] || n->said.about[0] || !isnan(n->pain_nprs)));
}

static ngl_row_said of_diary(const ngl_row_diary *d)
{
    return (ngl_row_said){ .batch = d->batch, .run = d->run, .source = "diary", .key = d->key, .name = "", .kind = "", .about = "", .note = d->note,
                           .gear = "", .effort_rpe = NAN, .day = d->day, .dist_m = NAN };
}

/* both are in order, newest first; what a diary said of a run is taken from the diary */
ngl_status ngl_flow_notes(const ngl_flow *flow, ngl_arena *arena, bool all, const ngl_run_note **note, size_t *n, ngl_error *err)
{
    const ngl_row_said  *said = NULL;
    const ngl_row_diary *day = NULL;
    size_t               nsaid = 0, nday = 0, i = 0, k = 0;
    ngl_status           status = ngl_store_said(flow->store, arena, &said, &nsaid, err);
    if (!status) status = ngl_store_diary(flow->store, arena, NGL_DAY_NONE, NGL_DAY_NONE, &day, &nday, err);
    if (status) return status;
    ngl_run_note *list = NGL_NEW(arena, ngl_run_note, nsaid + nday + 1);
    if (!list) return no_memory(err);
    for (*n = 0; i < nsaid || k < nday;) {
        bool         dated = k < nday && (i == nsaid || said[i].day == NGL_DAY_NONE || day[k].day >= said[i].day);
        ngl_row_said what = dated ? of_diary(&day[k]) : said[i];
        bool         repeated = !dated && strcmp(what.source, "diary") == 0;
        if (!take(arena, &list[*n], &what, dated ? day[k].pain_nprs : NAN, dated ? day[k].place : "")) return no_memory(err);
        if (dated) k++;
        else i++;
        *n += !repeated && wanted(&list[*n], all);
    }
    *note = list;
    return NGL_OK;
}
