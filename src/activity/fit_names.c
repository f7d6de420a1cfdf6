/* Numbers that FIT files use for sports, kinds of file and makers. Only names
 * that are shown or decided on; an unknown number stays a number. */
#include "activity/fit.h"

#include <string.h>

typedef struct named {
    uint16_t    number;
    const char *name;
} named;

static const char *find(const named *table, size_t n, unsigned number)
{
    for (size_t i = 0; i < n; i++)
        if (table[i].number == number) return table[i].name;
    return "";
}
static int number_of(const named *table, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(table[i].name, name) == 0) return table[i].number;
    return -1;
}
#define NUMBER(table, name) number_of(table, sizeof(table) / sizeof *(table), name)
#define FIND(table, number) find(table, sizeof(table) / sizeof *(table), number)

static const named sports[] = {
    { 0, "generic" },        { 1, "running" },         { 2, "cycling" },           { 3, "transition" },
    { 4, "fitness_equipment" }, { 5, "swimming" },     { 6, "basketball" },        { 7, "soccer" },
    { 8, "tennis" },         { 10, "training" },       { 11, "walking" },          { 12, "cross_country_skiing" },
    { 13, "alpine_skiing" }, { 14, "snowboarding" },   { 15, "rowing" },           { 16, "mountaineering" },
    { 17, "hiking" },        { 18, "multisport" },     { 19, "paddling" },         { 20, "flying" },
    { 21, "e_biking" },      { 25, "golf" },           { 27, "horseback_riding" }, { 29, "fishing" },
    { 30, "inline_skating" }, { 31, "rock_climbing" }, { 32, "sailing" },          { 33, "ice_skating" },
    { 35, "snowshoeing" },   { 37, "stand_up_paddleboarding" }, { 38, "surfing" }, { 41, "kayaking" },
    { 43, "windsurfing" },   { 47, "boxing" },         { 48, "floor_climbing" },   { 53, "diving" },
    { 62, "hiit" },          { 64, "racket" },
};

static const named sub_sports[] = {
    { 1, "treadmill" },      { 2, "street" },         { 3, "trail" },         { 4, "track" },
    { 5, "spin" },           { 6, "indoor_cycling" }, { 7, "road" },          { 8, "mountain" },
    { 9, "downhill" },       { 10, "recumbent" },     { 11, "cyclocross" },   { 12, "hand_cycling" },
    { 13, "track_cycling" }, { 14, "indoor_rowing" }, { 15, "elliptical" },   { 16, "stair_climbing" },
    { 17, "lap_swimming" },  { 18, "open_water" },    { 19, "flexibility_training" }, { 20, "strength_training" },
    { 26, "cardio_training" }, { 27, "indoor_walking" }, { 28, "e_bike_fitness" }, { 29, "bmx" },
    { 30, "casual_walking" }, { 31, "speed_walking" }, { 43, "yoga" },        { 44, "pilates" },
    { 45, "indoor_running" }, { 46, "gravel_cycling" }, { 47, "e_bike_mountain" }, { 48, "commuting" },
    { 49, "mixed_surface" }, { 58, "virtual_activity" }, { 59, "obstacle" },  { 67, "ultra" },
    { 68, "indoor_climbing" }, { 70, "hiit" },
};

static const named kinds[] = {
    { 1, "device capabilities" }, { 2, "settings" },     { 3, "sport settings" },   { 4, "activity" },
    { 5, "workout" },             { 6, "course" },       { 7, "schedule" },         { 8, "locations" },
    { 9, "weight" },              { 10, "totals" },      { 11, "goals" },           { 14, "blood pressure" },
    { 15, "daily monitoring" },   { 20, "activity summary" }, { 28, "daily monitoring" }, { 32, "daily monitoring" },
    { 34, "segment" },            { 35, "segment list" }, { 40, "display settings" }, { 41, "monitoring" },
    { 44, "health metrics" },     { 49, "sleep" },       { 68, "heart-rate variability" },
};

static const named makers[] = {
    { 1, "garmin" },        { 6, "srm" },           { 13, "dynastream_oem" }, { 15, "dynastream" },
    { 16, "timex" },        { 23, "suunto" },       { 32, "wahoo_fitness" },  { 37, "magellan" },
    { 38, "osynce" },       { 41, "shimano" },      { 52, "seiko_epson" },    { 54, "ifor_powell" },
    { 57, "breakaway" },    { 61, "geonaute" },     { 63, "specialized" },    { 67, "bkool" },
    { 69, "stages_cycling" }, { 70, "sigmasport" }, { 71, "tomtom" },         { 73, "wattbike" },
    { 76, "moxy" },         { 80, "lifebeam" },     { 81, "bontrager" },      { 83, "scosche" },
    { 86, "elite" },        { 89, "tacx" },         { 95, "stryd" },          { 98, "bsx_athletics" },
    { 123, "polar_electro" }, { 255, "development" }, { 258, "lezyne" },      { 259, "scribe_labs" },
    { 260, "zwift" },       { 262, "recon" },       { 263, "favero_electronics" }, { 265, "strava" },
    { 267, "bryton" },      { 268, "sram" },        { 281, "trainer_road" },  { 289, "hammerhead" },
    { 294, "coros" },       { 300, "nurvv" },       { 303, "greenteg" },      { 305, "whoop" },
    { 307, "onelap" },      { 309, "form" },        { 310, "decathlon" },
};

const char *ngl_fit_sport_name(uint8_t sport)
{
    return FIND(sports, sport);
}

const char *ngl_fit_sub_sport_name(uint8_t sub)
{
    return FIND(sub_sports, sub);
}

const char *ngl_fit_file_kind(int type)
{
    const char *name = type < 0 ? "" : FIND(kinds, (unsigned)type);
    return *name ? name : "FIT file of an unknown kind";
}

const char *ngl_fit_maker(uint16_t maker)
{
    return FIND(makers, maker);
}

int ngl_fit_sport_number(const char *name)
{
    return NUMBER(sports, name);
}

int ngl_fit_sub_sport_number(const char *name)
{
    return NUMBER(sub_sports, name);
}

int ngl_fit_maker_number(const char *name)
{
    return NUMBER(makers, name);
}

ngl_sport ngl_fit_sport(uint8_t sport, uint8_t sub)
{
    switch (sport) {
    case 0: case 255: return NGL_SPORT_UNKNOWN;
    case 1: return NGL_SPORT_RUNNING;
    case 2: case 21: return NGL_SPORT_CYCLING;
    case 4: /* machines: the finer number tells which */
        if (sub == 1 || sub == 45) return NGL_SPORT_RUNNING;
        if (sub == 27) return NGL_SPORT_WALKING;
        if (sub == 14) return NGL_SPORT_ROWING;
        return sub == 6 || sub == 5 ? NGL_SPORT_CYCLING : NGL_SPORT_OTHER;
    case 5: return NGL_SPORT_SWIMMING;
    case 10: return sub == 20 ? NGL_SPORT_STRENGTH : NGL_SPORT_OTHER;
    case 11: return NGL_SPORT_WALKING;
    case 12: case 13: return NGL_SPORT_SKIING;
    case 15: return NGL_SPORT_ROWING;
    case 16: case 17: case 35: return NGL_SPORT_HIKING;
    default: return NGL_SPORT_OTHER;
    }
}
