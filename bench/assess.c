/* How long an assessment takes: posterior, doubt, reasons, next question, on
 * pseudo-random but plausible answers (30 known, drawn from the leading
 * conditions' own likelihoods, so that several causes stay in play). Medians. */
#include <niggle/niggle.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { PEOPLE = 200, KNOWN = 30 };

static uint64_t state = 1;

static double unit(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (double)(state >> 11) * 0x1p-53;
}

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return 1e3 * (double)t.tv_sec + 1e-6 * (double)t.tv_nsec;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* a person with one condition, drawn by its share, answers some questions */
static void invent(ngl_case *c, const ngl_knowledge *kb)
{
    double u = unit();
    ngl_id ill = 0;
    for (; ill + 1 < kb->ncondition && (u -= kb->condition[ill].prior) > 0; ill++) {}
    for (unsigned n = 0; n < KNOWN; n++) {
        ngl_id             f = (ngl_id)(unit() * kb->nfinding);
        const ngl_finding *q = &kb->finding[f];
        double             v = unit();
        ngl_answer         a = { .state = NGL_UNKNOWN };
        if (q->clinician_only || q->column_num == 0) continue;
        if (q->answer == NGL_ANSWER_YES_NO) {
            a.state = v < (double)ngl_link_at(kb, q->column_adr, ill)->p ? NGL_YES : NGL_NO;
        } else {
            a.state = NGL_CHOICE;
            for (; a.option + 1 < q->option_num; a.option++)
                if ((v -= (double)ngl_link_at(kb, q->column_adr + a.option, ill)->p) <= 0) break;
        }
        ngl_case_answer(c, f, a);
    }
}

static void print_row(const char *what, double *ms, const char *mark)
{
    qsort(ms, PEOPLE, sizeof *ms, ascending);
    printf("%-38s %8.3f %8.3f %8.3f   %s\n", what, ms[0], ms[PEOPLE / 2], ms[PEOPLE - 1], mark);
}

int main(void)
{
    const ngl_knowledge *kb = ngl_knowledge_builtin();
    static double        posterior[PEOPLE], doubt[PEOPLE], next[PEOPLE], explain[PEOPLE];
    for (unsigned i = 0; i < PEOPLE; i++) {
        ngl_case  *c;
        ngl_next   n;
        ngl_reason helps[3], hurts[3];
        unsigned   nh, nu;
        if (ngl_case_new(&c, kb, NGL_PRIOR_RUNNER) != NGL_OK) return 1;
        invent(c, kb);
        double t0 = now_ms();
        ngl_cause lead = ngl_case_posterior(c).cause[0];
        double    t1 = now_ms();
        if (ngl_case_doubt(c, 200, 1) != NGL_OK) return 1;
        double t2 = now_ms();
        for (;;) { /* past the opening, so that the adaptive choice is what is timed */
            if (ngl_case_next(c, NULL, &n) != NGL_OK || n.phase == NGL_ASK_ADAPTIVE || n.finding == NGL_NONE) break;
            ngl_answer a = { .state = NGL_NO };
            if (kb->finding[n.finding].answer == NGL_ANSWER_ONE_OF) a = (ngl_answer){ NGL_CHOICE, 0, 0 };
            if (kb->finding[n.finding].answer == NGL_ANSWER_NUMBER) a = (ngl_answer){ NGL_VALUE, 0, 3 };
            ngl_case_answer(c, n.finding, a);
        }
        ngl_case_posterior(c);
        double t3 = now_ms();
        ngl_case_next(c, NULL, &n);
        double t4 = now_ms();
        ngl_case_explain(c, lead.condition, helps, &nh, hurts, &nu, 3);
        double t5 = now_ms();
        posterior[i] = t1 - t0, doubt[i] = t2 - t1, next[i] = t4 - t3, explain[i] = t5 - t4;
        ngl_case_free(c);
    }
    printf("%u invented people, about %u answers each\n", (unsigned)PEOPLE, (unsigned)KNOWN);
    printf("%-38s %8s %8s %8s   %s\n", "ms", "least", "median", "most", "mark");
    print_row("full posterior", posterior, "<= 1");
    print_row("intervals (200 draws) and fit", doubt, "<= 50 with 1,000 draws");
    print_row("next question", next, "<= 10");
    print_row("reasons for one cause", explain, "-");
    return 0;
}
