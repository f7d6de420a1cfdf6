/* How long an assessment takes, and how exact it is: posterior, doubt, reasons
 * and next question on stored answers, beside a plain enumeration of every set.
 *
 *     bench_assess people.txt          times; medians over the people of the file
 *     bench_assess --invent 200        writes such a file to standard output
 *
 * A line is one person: finding=yes, finding=no, finding=option or finding=number,
 * a blank between. The people are invented: a cause drawn by its share answers
 * about thirty questions by its own likelihoods. None is a published case. */
#include <niggle/niggle.h>

#include "assess/case.h"
#include "base/arena.h"
#include "base/number.h"

#include <malloc.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PEOPLE = 400, ASKED = 30, LINE = 1 << 13, PLAIN_EVERY = 10, DRAWS = 1000 };

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

/* ---- memory: every block the library asks for ------------------------------------ */

static size_t held, peak;

static void *counted(void *taken)
{
    if (taken) held += malloc_usable_size(taken);
    if (held > peak) peak = held;
    return taken;
}

static void *counting_alloc(size_t size)
{
    return counted(malloc(size));
}

static void counting_release(void *taken)
{
    if (taken) held -= malloc_usable_size(taken);
    free(taken);
}

static void *counting_resize(void *taken, size_t size)
{
    if (taken) held -= malloc_usable_size(taken);
    return counted(realloc(taken, size));
}

/* ---- people ------------------------------------------------------------------------ */

static ngl_answer answer_of(const ngl_knowledge *kb, ngl_id ill, const ngl_finding *q)
{
    double     v = unit();
    ngl_answer a = { .state = NGL_UNKNOWN };
    if (q->answer == NGL_ANSWER_YES_NO) {
        a.state = v < (double)ngl_link_at(kb, q->column_adr, ill)->p ? NGL_YES : NGL_NO;
    } else {
        a.state = NGL_CHOICE;
        for (; a.option + 1 < q->option_num; a.option++)
            if ((v -= (double)ngl_link_at(kb, q->column_adr + a.option, ill)->p) <= 0) break;
    }
    return a;
}

static ngl_id somebody_ill(const ngl_knowledge *kb)
{
    double u = unit();
    ngl_id ill = 0;
    for (; ill + 1 < kb->ncondition && (u -= kb->condition[ill].prior) > 0; ill++) {}
    const ngl_condition *c = &kb->condition[ill];
    unsigned             form = 0;
    for (u = unit(); form + 1 < c->form_num && (u -= kb->form[c->form_adr + form].share) > 0; form++) {}
    return c->form_num ? (ngl_id)(kb->ncondition + c->form_adr + form) : ill;
}

static void print_answer(const ngl_knowledge *kb, const ngl_finding *q, ngl_answer a, const char *before)
{
    const char *value = a.state == NGL_CHOICE ? kb->option[q->option_adr + a.option].key : a.state == NGL_YES ? "yes" : "no";
    printf("%s%s=%s", before, q->key, value);
}

static int invent(unsigned people)
{
    const ngl_knowledge *kb = ngl_knowledge_builtin();
    for (unsigned i = 0; i < people; i++) {
        ngl_id   ill = somebody_ill(kb);
        unsigned said = 0;
        for (unsigned n = 0; n < ASKED; n++) {
            const ngl_finding *q = &kb->finding[(ngl_id)(unit() * kb->nfinding)];
            if (q->clinician_only || q->column_num == 0) continue;
            print_answer(kb, q, answer_of(kb, ill, q), said++ ? " " : "");
        }
        printf("\n");
    }
    return 0;
}

/* gives how many answers the knowledge no longer understands */
static unsigned read_person(ngl_case *c, const ngl_knowledge *kb, char *line)
{
    unsigned strange = 0;
    for (char *rest, *word = strtok_r(line, " \n", &rest); word; word = strtok_r(NULL, " \n", &rest)) {
        char *value = strchr(word, '=');
        if (!value) continue;
        *value++ = 0;
        ngl_id     f = ngl_finding_find(kb, word);
        ngl_id     option = f == NGL_NONE ? NGL_NONE : ngl_option_find(kb, f, value);
        ngl_answer a = { .state = NGL_CHOICE, .option = option };
        if (option == NGL_NONE) a = (ngl_answer){ .state = strcmp(value, "yes") == 0 ? NGL_YES : NGL_NO };
        if (f == NGL_NONE || ngl_case_answer(c, f, a) != NGL_OK) strange++;
    }
    return strange;
}

/* ---- the plain way ------------------------------------------------------------------- */

typedef struct plain {
    ngl_case *c;
    double   *marginal, total, best;
} plain;

static double weight_of(const plain *p, const ngl_id *member)
{
    const ngl_knowledge *kb = p->c->kb;
    double               w = 1;
    for (unsigned m = 0; m < SET_MAX && member[m] != NGL_NONE; m++) {
        w *= p->c->odds[member[m]];
        for (unsigned o = 0; o < m; o++) {
            ngl_id a = ngl_state_condition(kb, member[o]), b = ngl_state_condition(kb, member[m]);
            w *= a == b ? 0 : ngl_assess_pair_factor(kb, a, b);
        }
    }
    return w > 0 ? w * exp(ngl_assess_log_likelihood(&p->c->ev, member) - p->best) : 0;
}

static void add_set(plain *p, ngl_id i, ngl_id j, ngl_id k)
{
    ngl_id member[SET_MAX] = { i, j, k };
    double w = weight_of(p, member);
    p->total += w;
    for (unsigned m = 0; m < SET_MAX && member[m] != NGL_NONE; m++) p->marginal[member[m]] += w;
}

static bool is_state(const ngl_knowledge *kb, ngl_id s)
{
    return s >= kb->ncondition || kb->condition[s].form_num == 0;
}

/* every set, one after the other; gives the largest difference of a marginal */
static double enumerate(ngl_case *c, double *ms)
{
    const ngl_knowledge *kb = c->kb;
    ngl_id               n = ngl_states(kb);
    plain                p = { c, calloc(n, sizeof(double)), 0, 0 };
    ngl_id               lead[SET_MAX] = { ngl_case_posterior(c).cause[0].condition, NGL_NONE, NGL_NONE };
    double               worst = 0, start = now_ms();
    p.best = ngl_assess_log_likelihood(&c->ev, lead);
    for (ngl_id i = 0; i < n; i++) {
        if (!is_state(kb, i)) continue;
        add_set(&p, i, NGL_NONE, NGL_NONE);
        for (ngl_id j = (ngl_id)(i + 1); j < n; j++) {
            if (!is_state(kb, j)) continue;
            add_set(&p, i, j, NGL_NONE);
            for (ngl_id k = (ngl_id)(j + 1); k < n; k++)
                if (is_state(kb, k)) add_set(&p, i, j, k);
        }
    }
    *ms = now_ms() - start;
    for (ngl_id s = 0; s < n; s++)
        if (is_state(kb, s)) worst = fmax(worst, fabs(p.marginal[s] / p.total - c->marginal[s]));
    free(p.marginal);
    return worst;
}

/* ---- one person ------------------------------------------------------------------------ */

typedef struct times {
    unsigned n, nplain, answers, strange;
    double   posterior[PEOPLE], doubt[PEOPLE], next[PEOPLE], explain[PEOPLE], plain[PEOPLE], worst;
} times;

static void past_the_opening(ngl_case *c, const ngl_knowledge *kb)
{
    ngl_next n; /* so that the adaptive choice is what is timed */
    while (ngl_case_next(c, NULL, &n) == NGL_OK && n.phase != NGL_ASK_ADAPTIVE && n.finding != NGL_NONE) {
        ngl_answer a = { .state = NGL_NO };
        if (kb->finding[n.finding].answer == NGL_ANSWER_ONE_OF) a = (ngl_answer){ NGL_CHOICE, 0, 0 };
        if (kb->finding[n.finding].answer == NGL_ANSWER_NUMBER) a = (ngl_answer){ NGL_VALUE, 0, 3 };
        if (ngl_case_answer(c, n.finding, a) != NGL_OK) break;
    }
}

static bool time_person(times *t, const ngl_knowledge *kb, char *line)
{
    ngl_case  *c;
    ngl_next   n;
    ngl_reason helps[3], hurts[3];
    unsigned   nh, nu;
    if (ngl_case_new(&c, kb, NGL_PRIOR_RUNNER) != NGL_OK) return false;
    t->strange += read_person(c, kb, line);
    double t0 = now_ms();
    ngl_cause lead = ngl_case_posterior(c).cause[0];
    double    t1 = now_ms();
    if (ngl_case_doubt(c, DRAWS, 1) != NGL_OK) return false;
    double t2 = now_ms();
    t->answers += c->ev.nitem;
    if (t->n % PLAIN_EVERY == 0) t->worst = fmax(t->worst, enumerate(c, &t->plain[t->nplain++]));
    past_the_opening(c, kb);
    ngl_case_posterior(c);
    double t3 = now_ms();
    ngl_case_next(c, NULL, &n);
    double t4 = now_ms();
    ngl_case_explain(c, lead.condition, helps, &nh, hurts, &nu, 3);
    double t5 = now_ms();
    t->posterior[t->n] = t1 - t0, t->doubt[t->n] = t2 - t1, t->next[t->n] = t4 - t3, t->explain[t->n++] = t5 - t4;
    ngl_case_free(c);
    return true;
}

static void print_row(const char *what, double *ms, unsigned n, const char *mark)
{
    qsort(ms, n, sizeof *ms, ascending);
    printf("%-38s %9.3f %9.3f %9.3f   %s\n", what, ms[0], ms[n / 2], ms[n - 1], mark);
}

int main(int argc, char **argv)
{
    static times         t;
    static char          line[LINE];
    const ngl_knowledge *kb = ngl_knowledge_builtin();
    int64_t              people = 200;
    if (argc > 1 && strcmp(argv[1], "--invent") == 0) {
        if (argc > 2 && !ngl_integer_parse(&people, argv[2], strlen(argv[2]))) return 2;
        return invent((unsigned)people);
    }
    FILE *in = argc > 1 ? fopen(argv[1], "r") : NULL;
    if (!in) return fprintf(stderr, "bench_assess: name a file of people, as bench/people.txt\n"), 2;
    ngl_memory_set(&(ngl_memory){ counting_alloc, counting_resize, counting_release });
    while (t.n < PEOPLE && fgets(line, sizeof line, in))
        if (!time_person(&t, kb, line)) return 1;
    fclose(in);
    printf("%u stored people, about %u answers each (%u answers no longer understood); %u conditions, %u forms\n", t.n,
           t.answers / (t.n ? t.n : 1), t.strange, (unsigned)kb->ncondition, (unsigned)kb->nform);
    printf("%-38s %9s %9s %9s   %s\n", "ms", "least", "median", "most", "mark");
    print_row("full posterior", t.posterior, t.n, "<= 0.3");
    print_row("the same, every set one by one", t.plain, t.nplain, "-");
    print_row("intervals (1,000 draws) and fit", t.doubt, t.n, "<= 50");
    print_row("next question", t.next, t.n, "<= 5");
    print_row("reasons for one cause", t.explain, t.n, "-");
    printf("largest difference of a probability from the one-by-one sum (%u people): %.1e   mark <= 2e-7\n", t.nplain, t.worst);
    printf("most memory held at once: %.1f MiB   mark <= 16\n", (double)peak / (1 << 20));
    return t.worst <= 2e-7 && peak <= 16 << 20 ? 0 : 1;
}
