/* Questions and answers on a terminal. */
#ifndef CLI_ASK_H
#define CLI_ASK_H

#include "cli/command.h"
#include "flow/assess_interview.h"

typedef enum asked {
    ASKED_ALL,       /* the interview is over: weigh the answers */
    ASKED_LEFT,      /* the person stopped for now */
    ASKED_ENDED,     /* the input ended */
    ASKED_INTERRUPTED /* Ctrl-C */
} asked;

/* One line of input without its end, cut at `size`. False at the end of the
 * input or on Ctrl-C. */
bool ask_line(cli *c, char *line, size_t size);

/* Offer what the stored runs say about the weeks before, each with its run, to
 * be confirmed or refused. Nothing is offered where no runs are stored. False
 * when the input ended. */
bool ask_training(cli *c, ngl_interview *iv);

/* Ask until enough is known. Each answer is kept in `path` (NULL: nowhere) as
 * soon as it is given. NGL_E_IO, NGL_E_NOMEM. */
ngl_status ask_interview(cli *c, ngl_interview *iv, const char *path, asked *out, ngl_error *err);

/* What a clinician found: tests by number or id until an empty line
 * (ask_clinician.c). `ended`: the input ended before that. NGL_E_IO, NGL_E_NOMEM. */
ngl_status ask_clinician(cli *c, ngl_interview *iv, const char *path, bool *ended, ngl_error *err);

/* y or n; Enter takes `usual`. False when the input ended. */
bool ask_yes_no(cli *c, const char *question, bool usual, bool *out);

/* While this stands, Ctrl-C ends the next ask_line() and not the program. */
void ask_catch_interrupt(void);
bool ask_interrupted(void);

/* What a line of input meant. */
typedef enum ask_reply { ASK_ANSWER, ASK_BACK, ASK_WHY, ASK_QUIT, ASK_UNCLEAR, ASK_NO_INPUT } ask_reply;

/* A screen of questions (ask_screen.c): its items, its keys, each item in the
 * words of its own question, and what a line says of them (`answer`
 * [ask->nitem]; ASK_ANSWER, ASK_UNCLEAR or ASK_NO_INPUT). */
void      ask_screen_show(cli *c, const ngl_interview *iv, const ngl_ask *ask);
void      ask_screen_keys(cli *c, const ngl_interview *iv, const ngl_ask *ask);
void      ask_screen_in_full(FILE *out, const ngl_interview *iv, const ngl_ask *ask);
ask_reply ask_screen_read(cli *c, const ngl_interview *iv, const ngl_ask *ask, const char *line, ngl_answer *answer);

/* Which of two answers holds (ask_which.c): ASK_ANSWER with `holds` (NGL_NONE: all stay), ASK_BACK, ASK_QUIT or
 * ASK_NO_INPUT. */
ask_reply ask_which(cli *c, const ngl_interview *iv, const ngl_ask *ask, ngl_id *holds);

/* The calculation behind the question that is about to be asked (ask_next.c). */
void ask_calculation(cli *c, const ngl_interview *iv);

/* Why a question is asked, for people: ask_why.c. */
void ask_why(FILE *out, const ngl_interview *iv, const ngl_ask *ask);

#endif
