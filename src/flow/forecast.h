/* The verb "forecast": how likely a flare-up is, and what a plan would change. */
#ifndef FLOW_FORECAST_H
#define FLOW_FORECAST_H

#include "base/arena.h"
#include "flow/episode.h"
#include "report/forecast_report.h"

typedef struct ngl_forecast_asked {
    int64_t            episode; /* 0: the only open one */
    double             limit;   /* NaN: NGL_FORECAST_LIMIT */
    unsigned           nchoice; /* at most NGL_CHOICES_MAX */
    const char *const *choice;  /* as typed */
} ngl_forecast_asked;

/* Forecast for an episode; everything lives in the arena. Danger, open safety
 * questions and too little data are no failure: out->hold says so, and no
 * chance is set. NGL_E_INVALID: a choice that cannot be read or a limit that
 * is none; NGL_E_NOT_FOUND, NGL_E_CONFLICT as ngl_flow_episode_load. */
ngl_status ngl_flow_forecast(ngl_flow *flow, ngl_arena *arena, const ngl_forecast_asked *asked, ngl_forecast_view *out,
                             ngl_error *err);

#endif
