/* The body is a handful of lagging averages: effort follows speed and grade,
 * the heart follows effort with a delay and drifts with time, and the feet
 * follow speed as measured runners' do (faster: quicker, shorter on the
 * ground). Noise is added where a watch has it. */
#include "runner.h"

#include <math.h>

double random_unit(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return (double)((z ^ z >> 31) >> 11) / 9007199254740992.0;
}

/* the sum of twelve even numbers is as good as normal here */
double random_normal(uint64_t *state)
{
    double sum = -6;
    for (int i = 0; i < 12; i++) sum += random_unit(state);
    return sum;
}

/* ---- one run ---- */

enum { LONGEST_S = 8 * 3600 };

typedef struct body {
    uint64_t seed;
    double   heading, slope, grade; /* radians; per cent */
    double   wander, hr, gps_east_m, gps_north_m, east_m, north_m;
} body;

/* The pace asked for at this point: fast runs alternate, hills go up and down. */
static double factor_at(const run_plan *p, double dist_m)
{
    double left_m = p->km * 1000 - dist_m;
    if (p->kind == RUN_FAST && dist_m > 2000 && left_m > 1500)
        return fmod(dist_m - 2000, 1400) < 1000 ? 1.17 : 0.88; /* kilometres with jogs between */
    if (p->kind == RUN_RACE) return 1.0 - 0.05 * dist_m / (p->km * 1000);
    if (p->kind == RUN_LONG) return 1.0 - 0.04 * dist_m / (p->km * 1000);
    return dist_m < 600 ? 0.94 : 1;
}

static double grade_at(const run_plan *p, double dist_m)
{
    if (p->treadmill) return 0;
    double gentle = 0.9 * sin(dist_m / 410) + 0.6 * sin(dist_m / 1370 + 1);
    if (p->kind != RUN_HILLS || dist_m < 1500) return gentle;
    return gentle + 4.5 * sin(dist_m / 160);
}

static void move(body *b, double step_m)
{
    b->heading += 0.04 * random_normal(&b->seed) + 0.0012 * sin(b->wander += 0.01);
    b->east_m += step_m * sin(b->heading);
    b->north_m += step_m * cos(b->heading);
    b->gps_east_m += 0.05 * (1.5 * random_normal(&b->seed) - b->gps_east_m);
    b->gps_north_m += 0.05 * (1.5 * random_normal(&b->seed) - b->gps_north_m);
}

static void feel(body *b, run_sample *s, const run_plan *p)
{
    double v = s->speed_mps, noise = random_normal(&b->seed);
    double effort = v * (1 + 0.035 * b->grade);
    double target = 58 + 32.5 * effort + 9.0 * s->t / 3600.0;
    if (target > 171) target = 171 - 2 * random_unit(&b->seed);
    b->hr += (target - b->hr) / 38 + 0.25 * random_normal(&b->seed);
    s->hr_bpm = b->hr;
    s->cadence_spm = 141 + p->steps_more + 9.4 * v + 0.9 * noise;
    s->contact_ms = 366 - 38 * v + 1.2 * b->grade + 2.5 * random_normal(&b->seed);
    s->oscillation_mm = 92 - 2.2 * (v - 2.7) + 1.1 * random_normal(&b->seed);
    s->step_mm = v * 60000 / s->cadence_spm;
    s->ratio_pct = 100 * s->oscillation_mm / s->step_mm;
    s->balance_pct = p->balance_pct + 0.35 * random_normal(&b->seed) + 0.25 * s->dist_m / 20000;
    s->power_w = 74 * (1.04 * effort) + 4 * random_normal(&b->seed);
    s->temperature_c = p->treadmill ? 21 : 9 + 2.0 * s->t / 3600.0;
}

static void place(const body *b, run_sample *s)
{
    static const double lat0 = 47.5123, lon0 = 9.2871; /* fields; nobody's door */
    s->lat = lat0 + (b->north_m + b->gps_north_m) / 111200;
    s->lon = lon0 + (b->east_m + b->gps_east_m) / (111200 * 0.6755);
}

static bool pause_here(run *r, double dist_m)
{
    if (r->npause == (uint32_t)r->plan.pauses || r->npause == PAUSE_MAX) return false;
    return dist_m > r->plan.km * 1000 * (r->npause + 1) / (r->plan.pauses + 1);
}

bool run_make(run *out, ngl_arena *arena, const run_plan *plan, uint64_t seed)
{
    run  r = { .plan = *plan, .utc_offset_s = 3600 };
    body b = { .seed = seed ^ (uint64_t)plan->day * 0x2545f4914f6cdd1du, .hr = 88 };
    double goal_m = plan->km * 1000, v = 0, dist = 0, alt = 430, gentle = 0;
    double base = 1000 / plan->pace_s;
    uint32_t most = (uint32_t)(plan->km * plan->pace_s * 1.6) + 120, t = 0;
    if (most > LONGEST_S) most = LONGEST_S;
    r.start = ((int64_t)plan->day * 86400 + plan->minute * 60 - r.utc_offset_s + (int64_t)(59 * random_unit(&b.seed))) * 1000;
    b.heading = 6.28 * random_unit(&b.seed);
    r.sample = NGL_NEW(arena, run_sample, most);
    if (!r.sample) return false;
    while (r.n < most && dist < goal_m) {
        b.grade = grade_at(plan, dist);
        gentle += (0.035 * random_normal(&b.seed) - gentle) * 0.03;
        double want = base * factor_at(plan, dist) * (1 - 0.022 * b.grade) * (1 + gentle);
        v += (want - v) * 0.16 + 0.012 * random_normal(&b.seed);
        if (v < 0.5) v = 0.5;
        dist += v;
        alt += v * b.grade / 100;
        *(b.grade > 0 ? &r.ascent_m : &r.descent_m) += fabs(v * b.grade / 100);
        move(&b, v);
        run_sample *s = &r.sample[r.n++];
        *s = (run_sample){ .t = t++, .dist_m = dist, .speed_mps = v, .alt_m = alt };
        feel(&b, s, plan);
        place(&b, s);
        if (pause_here(&r, dist)) {
            uint32_t rest = 25 + (uint32_t)(70 * random_unit(&b.seed));
            r.pause[r.npause++] = (run_pause){ .from = t - 1, .to = t - 1 + rest };
            t += rest;
            v = 0.8;
        }
    }
    r.timer_s = r.n;
    *out = r;
    return true;
}

/* ---- plans ---- */

/* Per week: kilometres in all, the long run. Week 14 is the spike. */
static const double weeks[16][2] = {
    { 35, 14 }, { 37, 15 }, { 39, 16 }, { 34, 13 }, { 42, 17 }, { 44, 18 }, { 46, 19 }, { 40, 15 },
    { 49, 20 }, { 51, 21 }, { 54, 22 }, { 57, 23 }, { 60, 24 }, { 65, 33 }, { 50, 18 }, { 40, 14 },
};

static double balance_on(ngl_day day, ngl_day end)
{
    int after = 19 - (int)(end - day); /* days since the spike */
    return after <= 0 ? 49.7 : 49.7 + 2.2 * (after < 12 ? after / 12.0 : 1);
}

static run_plan make_plan(ngl_day end, int before, run_kind kind, double km, double pace_s, int rpe)
{
    ngl_day day = end - before;
    return (run_plan){ .day = day, .minute = kind == RUN_LONG ? 7 * 60 + 40 : 18 * 60 + 5, .kind = kind,
                       .km = floor(km * 10 + 0.5) / 10, .pace_s = pace_s, .balance_pct = balance_on(day, end),
                       .pauses = kind == RUN_LONG ? 2 : kind == RUN_EASY ? 1 : 0, .rpe = rpe };
}

unsigned plan_marathon51(run_plan *plan, unsigned max, ngl_day end)
{
    unsigned n = 0;
    for (int week = 0; week < 16; week++) {
        int    at = 110 - 7 * week; /* days before the end of this week's long run */
        double left = weeks[week][0] - weeks[week][1];
        int    hurt = week >= 14;
        run_kind quality = hurt ? RUN_EASY : week % 2 ? RUN_HILLS : RUN_FAST;
        run_plan days[] = {
            make_plan(end, at, RUN_LONG, weeks[week][1], 372 - week, hurt ? 6 : week == 13 ? 8 : 5),
            make_plan(end, at - 2, RUN_EASY, left * 0.28, 368, 3),
            make_plan(end, at - 3, quality, left * 0.36, hurt ? 375 : 352, hurt ? 5 : 7),
            make_plan(end, at - 4, RUN_EASY, left * 0.18, 366, 2),
            make_plan(end, at - 5, RUN_EASY, left * 0.18, 366, 3),
        };
        unsigned count = 5;
        if (week % 3 == 0 || hurt) { /* four runs: the two short ones in one */
            days[3].km += days[4].km;
            count = 4;
        }
        days[3].treadmill = week % 4 == 1;
        for (unsigned i = 0; i < count && n < max; i++) plan[n++] = days[i];
    }
    return n;
}

unsigned plan_same(run_plan *plan, unsigned max, unsigned n, double km, ngl_day end)
{
    if (n > max) n = max;
    for (unsigned i = 0; i < n; i++) plan[i] = make_plan(end, (int)(n - 1 - i), RUN_EASY, km, 366, 0);
    return n;
}
