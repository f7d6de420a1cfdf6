/* How fast tissue load is: samples a second over all tissues, and the ten years
 * of a keen runner (3,000 runs of an hour, second by second). Beside it the
 * physical limit of the same bytes: reading the four columns once. */
#include <niggle/niggle.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { SECONDS = 3600, RUNS = 3000, ROUNDS = 5, TISSUES = 64 };

static float dt[SECONDS], speed[SECONDS], cadence[SECONDS], grade[SECONDS];

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void make_run(void)
{
    for (int i = 0; i < SECONDS; i++) {
        dt[i] = 1;
        speed[i] = (float)(3 + 0.5 * sin(i / 40.0));
        cadence[i] = (float)(170 + 5 * sin(i / 25.0));
        grade[i] = (float)(4 * sin(i / 90.0));
    }
}

static double read_once(void)
{
    double sum = 0;
    float  lane[16] = { 0 };
    for (int i = 0; i < SECONDS; i += 16)
        for (int j = 0; j < 16; j++) lane[j] += dt[i + j] * speed[i + j] + cadence[i + j] * grade[i + j];
    for (int j = 0; j < 16; j++) sum += (double)lane[j];
    return sum;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(void)
{
    const ngl_knowledge *kb = ngl_knowledge_builtin();
    ngl_usual            usual = NGL_USUAL_INIT;
    ngl_steps            s = { SECONDS, dt, speed, cadence, grade, NAN, NAN, NAN, 0 };
    ngl_tissue_load      tissue[TISSUES];
    ngl_run_load         run;
    ngl_error            err;
    double               took[ROUNDS], floor_s[ROUNDS];
    double               sink = 0;
    make_run();
    for (int r = 0; r < ROUNDS; r++) {
        double from = now_s();
        for (int i = 0; i < RUNS; i++)
            if (ngl_load_run(&run, tissue, kb, &s, &usual, 1, &err)) return 1;
        took[r] = now_s() - from;
        from = now_s();
        for (int i = 0; i < RUNS; i++) sink += read_once();
        floor_s[r] = now_s() - from;
    }
    qsort(took, ROUNDS, sizeof *took, ascending);
    qsort(floor_s, ROUNDS, sizeof *floor_s, ascending);
    double samples = (double)RUNS * SECONDS, median = took[ROUNDS / 2];
    printf("tissue load, %u tissues with intervals: %.1f million samples a second (mark 20); reading alone %.0f\n",
           (unsigned)kb->ntissue, samples / median / 1e6, samples / floor_s[ROUNDS / 2] / 1e6);
    printf("ten years, %d runs of an hour: %.2f s (mark 1); one run %.3f ms (mark 5); range %.2f-%.2f s\n", RUNS, median,
           1e3 * median / RUNS, took[0], took[ROUNDS - 1]);
    return isnan(sink); /* looked at, so that the reading is done */
}
