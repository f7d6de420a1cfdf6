/* Words that may be about pain, in the languages most runners write in: the
 * beginnings of words, so that "aching" and "Schmerzen" are found, and whole
 * words where a beginning would find too much. Too many notes are better than
 * one missed: the runner looks at each. */
#include "flow/notes.h"

#include "base/error.h"

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

ngl_status ngl_flow_notes(const ngl_flow *flow, ngl_arena *arena, bool all, const ngl_run_note **note, size_t *n, ngl_error *err)
{
    const ngl_row_said *said = NULL;
    size_t              nsaid = 0;
    ngl_status          status = ngl_store_said(flow->store, arena, &said, &nsaid, err);
    if (status) return status;
    ngl_run_note *list = NGL_NEW(arena, ngl_run_note, nsaid + 1);
    if (!list) return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the notes than is allowed");
    *n = 0;
    for (size_t i = 0; i < nsaid; i++) {
        size_t      len = 0;
        const char *word = first_word(&said[i], &len);
        if (!word && (!all || (!said[i].note[0] && !said[i].about[0]))) continue;
        list[*n] = (ngl_run_note){ said[i], word ? ngl_arena_text(arena, word, len) : "" };
        if (!list[*n].word) return ngl_fail(err, NGL_E_NOMEM, 0, "more memory is needed for the notes than is allowed");
        ++*n;
    }
    *note = list;
    return NGL_OK;
}
