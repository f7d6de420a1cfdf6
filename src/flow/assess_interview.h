/* An interview: which question now, what an answer does, and how to go back.
 * No terminal in here; a page can hold the same interview.
 */
#ifndef FLOW_ASSESS_INTERVIEW_H
#define FLOW_ASSESS_INTERVIEW_H

#include "base/arena.h"
#include "flow/answers.h"

/* Questions are kept in the order they were first asked; those of one screen
 * share a turn. `at` is the place of the first question on the table: `nasked`
 * while the interview goes forward, less after a step back. Answers given later
 * are never lost by stepping back. */
typedef struct ngl_interview {
    const ngl_knowledge *kb;
    ngl_case            *c;       /* owned */
    ngl_prior            prior;
    ngl_day              started;
    ngl_id              *asked;   /* [nfinding], nasked used */
    ngl_id               nasked, at;
    ngl_id              *turn;    /* [nfinding] turn in which asked[i] was asked, from 0 */
    uint8_t             *open;    /* [nfinding] asked, and left without an answer */
    uint8_t             *danger;  /* [nfinding] a safety question */
    uint8_t             *again;   /* [nfinding] a safety question that was asked a second time */
    uint8_t             *settled; /* [ncontradiction] the runner was asked which of the answers holds */
    uint8_t             *due;     /* [nfinding] a safety question to be put once more after a self-test that hurt */
    double               seconds; /* of a person's time, as estimated */
    unsigned             ndropped; /* taking it up: names that the knowledge no longer has */
    const char         **dropped; /* [ndropped] in the arena */
} ngl_interview;

typedef enum ngl_turn {
    NGL_TURN_ASK,       /* `finding` is to be asked */
    NGL_TURN_AGAIN,     /* a safety question left open, to be asked once more, plainly */
    NGL_TURN_RECHECK,   /* a self-test hurt: safety questions that it bears on, once more, ticked together */
    NGL_TURN_WHICH,     /* two answers cannot both be right: which one holds? `item` are the questions */
    NGL_TURN_EMERGENCY, /* a rule asks for help now: stop asking */
    NGL_TURN_DONE       /* the answers suffice, or nothing is left to ask */
} ngl_turn;

typedef struct ngl_ask {
    ngl_turn  turn;
    ngl_id    finding;
    ngl_next  next;    /* as the model gave it; meaningless after a step back */
    ngl_answer answer; /* what was answered before, NGL_UNKNOWN if nothing */
    ngl_id    screen;  /* kb->screen: `item` are ticked together; NGL_NONE: `finding` alone */
    ngl_id    nitem, item[NGL_SCREEN_MAX];
    ngl_id    contradiction; /* NGL_TURN_WHICH: kb->contradiction */
} ngl_ask;

/* Start one. Memory comes from the arena; end with ngl_interview_free(). */
ngl_status ngl_interview_start(ngl_interview *out, ngl_arena *arena, const ngl_knowledge *kb, ngl_prior prior,
                               ngl_day today, ngl_error *err);
void       ngl_interview_free(ngl_interview *iv);

/* What to do now. */
ngl_status ngl_interview_ask(ngl_interview *iv, ngl_ask *out, ngl_error *err);

/* Set the answer to a question (NGL_UNKNOWN: left open) and go on. Answers
 * that no longer apply after it are taken back. NGL_E_INVALID: it does not
 * suit; nothing changed. */
ngl_status ngl_interview_answer(ngl_interview *iv, ngl_id finding, ngl_answer answer, ngl_error *err);

/* The same for the items of a screen, all at once: the order of ticks does not
 * matter. What is ticked inside a place settles the place around it, and a
 * place ticked as a whole leaves the finer ones inside it open, whatever
 * `answer` says of them. */
ngl_status ngl_interview_answer_screen(ngl_interview *iv, ngl_id n, const ngl_id *finding, const ngl_answer *answer,
                                       ngl_error *err);

/* Which of the answers of a contradiction holds: `holds` stays and the others
 * are open again, to be put once more. NGL_NONE: all of them stay. It is asked once. */
ngl_status ngl_interview_settle(ngl_interview *iv, ngl_id contradiction, ngl_id holds, ngl_error *err);

/* Turns so far: questions, a screen being one. */
unsigned ngl_interview_turns(const ngl_interview *iv);

/* One turn back; false at the first. */
bool ngl_interview_back(ngl_interview *iv);

/* Answers given, unknown not counted. */
unsigned ngl_interview_answered(const ngl_interview *iv);

/* ---- keeping it (assess_saved.c) --------------------------------------------- */

/* Write the interview to `path`, readable by this person alone; the old file
 * stands until the new one is complete. NGL_E_IO. */
ngl_status ngl_interview_save(const ngl_interview *iv, const char *path, ngl_error *err);

/* Take it up again. Answers stay; questions that the knowledge no longer has are
 * left out and named in `dropped`.
 * NGL_E_NOT_FOUND: there is none; NGL_E_CORRUPT: it cannot be read. */
ngl_status ngl_interview_load(ngl_interview *out, ngl_arena *arena, const ngl_knowledge *kb, const char *path,
                              ngl_error *err);

/* Forget it; nothing happens if there is none. */
void ngl_interview_forget(const char *path);

#endif
