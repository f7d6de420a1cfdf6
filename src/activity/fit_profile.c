/* See fit_profile.h. Written from published descriptions and from files. */
#include "activity/fit_profile.h"

#include <stddef.h>

enum { ANY = UINT16_MAX };

static const struct {
    uint16_t    message;
    const char *name;
} messages[] = {
    { 0, "file_id" },          { 1, "capabilities" },   { 2, "device_settings" },  { 3, "user_profile" },
    { 4, "hrm_profile" },      { 5, "sdm_profile" },    { 6, "bike_profile" },     { 7, "zones_target" },
    { 8, "hr_zone" },          { 9, "power_zone" },     { 12, "sport" },           { 15, "goal" },
    { 18, "session" },         { 19, "lap" },           { 20, "record" },          { 21, "event" },
    { 23, "device_info" },     { 26, "workout" },       { 27, "workout_step" },    { 31, "course" },
    { 32, "course_point" },    { 34, "activity" },      { 35, "software" },        { 49, "file_creator" },
    { 55, "monitoring" },      { 72, "training_file" }, { 78, "hrv" },             { 101, "length" },
    { 103, "monitoring_info" }, { 127, "connectivity" }, { 132, "hr" },            { 140, "physiological_metrics" },
    { 142, "segment_lap" },    { 147, "sensor" },       { 160, "gps_metadata" },   { 162, "timestamp_correlation" },
    { 206, "field_description" }, { 207, "developer_data_id" }, { 216, "time_in_zone" }, { 225, "set" },
    { 227, "stress_level" },   { 312, "split" },        { 313, "split_summary" },
};

#define N(message, field, name, unit, divisor, offset) { message, field, FIT_SHOW_NUMBER, name, unit, divisor, offset }
#define T(message, field, name) { message, field, FIT_SHOW_TIME, name, "", 1, 0 }
#define D(message, field, name) { message, field, FIT_SHOW_DEGREES, name, "degrees", 1, 0 }
#define S(message, field, show, name) { message, field, FIT_SHOW_##show, name, "", 1, 0 }

static const ngl_fit_known fields[] = {
    T(ANY, 253, "timestamp"), N(ANY, 254, "message_index", "", 1, 0),

    N(0, 0, "type", "", 1, 0), S(0, 1, MAKER, "manufacturer"), N(0, 2, "product", "", 1, 0),
    N(0, 3, "serial_number", "", 1, 0), T(0, 4, "time_created"), N(0, 5, "number", "", 1, 0),
    N(0, 8, "product_name", "", 1, 0),

    S(12, 0, SPORT, "sport"), S(12, 1, SUB_SPORT, "sub_sport"), N(12, 3, "name", "", 1, 0),

    N(18, 0, "event", "", 1, 0), N(18, 1, "event_type", "", 1, 0), T(18, 2, "start_time"),
    D(18, 3, "start_position_lat"), D(18, 4, "start_position_long"), S(18, 5, SPORT, "sport"),
    S(18, 6, SUB_SPORT, "sub_sport"), N(18, 7, "total_elapsed_time", "s", 1000, 0),
    N(18, 8, "total_timer_time", "s", 1000, 0), N(18, 9, "total_distance", "m", 100, 0),
    N(18, 10, "total_cycles", "", 1, 0), N(18, 11, "total_calories", "kcal", 1, 0),
    N(18, 14, "avg_speed", "m/s", 1000, 0), N(18, 15, "max_speed", "m/s", 1000, 0),
    N(18, 16, "avg_heart_rate", "bpm", 1, 0), N(18, 17, "max_heart_rate", "bpm", 1, 0),
    N(18, 18, "avg_cadence", "rpm", 1, 0), N(18, 19, "max_cadence", "rpm", 1, 0),
    N(18, 20, "avg_power", "W", 1, 0), N(18, 21, "max_power", "W", 1, 0), N(18, 22, "total_ascent", "m", 1, 0),
    N(18, 23, "total_descent", "m", 1, 0), N(18, 25, "first_lap_index", "", 1, 0), N(18, 26, "num_laps", "", 1, 0),
    N(18, 28, "trigger", "", 1, 0), N(18, 89, "avg_vertical_oscillation", "mm", 10, 0),
    N(18, 91, "avg_stance_time", "ms", 10, 0), N(18, 110, "sport_profile_name", "", 1, 0),
    N(18, 124, "enhanced_avg_speed", "m/s", 1000, 0), N(18, 125, "enhanced_max_speed", "m/s", 1000, 0),
    N(18, 132, "avg_vertical_ratio", "%", 100, 0), N(18, 133, "avg_stance_time_balance", "%", 100, 0),
    N(18, 134, "avg_step_length", "mm", 10, 0), N(18, 192, "workout_feel", "of 100", 1, 0),
    N(18, 193, "workout_rpe", "of 10", 10, 0),

    N(19, 0, "event", "", 1, 0), N(19, 1, "event_type", "", 1, 0), T(19, 2, "start_time"),
    D(19, 3, "start_position_lat"), D(19, 4, "start_position_long"), D(19, 5, "end_position_lat"),
    D(19, 6, "end_position_long"), N(19, 7, "total_elapsed_time", "s", 1000, 0),
    N(19, 8, "total_timer_time", "s", 1000, 0), N(19, 9, "total_distance", "m", 100, 0),
    N(19, 11, "total_calories", "kcal", 1, 0), N(19, 13, "avg_speed", "m/s", 1000, 0),
    N(19, 14, "max_speed", "m/s", 1000, 0), N(19, 15, "avg_heart_rate", "bpm", 1, 0),
    N(19, 16, "max_heart_rate", "bpm", 1, 0), N(19, 17, "avg_cadence", "rpm", 1, 0),
    N(19, 21, "total_ascent", "m", 1, 0), N(19, 22, "total_descent", "m", 1, 0), N(19, 24, "lap_trigger", "", 1, 0),
    S(19, 25, SPORT, "sport"), S(19, 39, SUB_SPORT, "sub_sport"),

    D(20, 0, "position_lat"), D(20, 1, "position_long"), N(20, 2, "altitude", "m", 5, -500),
    N(20, 3, "heart_rate", "bpm", 1, 0), N(20, 4, "cadence", "rpm", 1, 0), N(20, 5, "distance", "m", 100, 0),
    N(20, 6, "speed", "m/s", 1000, 0), N(20, 7, "power", "W", 1, 0), N(20, 13, "temperature", "C", 1, 0),
    N(20, 29, "accumulated_power", "W", 1, 0), N(20, 30, "left_right_balance", "", 1, 0),
    N(20, 31, "gps_accuracy", "m", 1, 0), N(20, 32, "vertical_speed", "m/s", 1000, 0),
    N(20, 39, "vertical_oscillation", "mm", 10, 0), N(20, 40, "stance_time_percent", "%", 100, 0),
    N(20, 41, "stance_time", "ms", 10, 0), N(20, 42, "activity_type", "", 1, 0),
    N(20, 53, "fractional_cadence", "rpm", 128, 0), N(20, 73, "enhanced_speed", "m/s", 1000, 0),
    N(20, 78, "enhanced_altitude", "m", 5, -500), N(20, 83, "vertical_ratio", "%", 100, 0),
    N(20, 84, "stance_time_balance", "%", 100, 0), N(20, 85, "step_length", "mm", 10, 0),
    N(20, 99, "respiration_rate", "/min", 1, 0), N(20, 108, "enhanced_respiration_rate", "/min", 100, 0),

    N(21, 0, "event", "", 1, 0), N(21, 1, "event_type", "", 1, 0), N(21, 2, "data16", "", 1, 0),
    N(21, 3, "data", "", 1, 0), N(21, 4, "event_group", "", 1, 0),

    N(23, 0, "device_index", "", 1, 0), N(23, 1, "device_type", "", 1, 0), S(23, 2, MAKER, "manufacturer"),
    N(23, 3, "serial_number", "", 1, 0), N(23, 4, "product", "", 1, 0), N(23, 5, "software_version", "", 100, 0),
    N(23, 6, "hardware_version", "", 1, 0), N(23, 10, "battery_voltage", "V", 256, 0),
    N(23, 11, "battery_status", "", 1, 0), N(23, 25, "source_type", "", 1, 0), N(23, 27, "product_name", "", 1, 0),

    S(26, 4, SPORT, "sport"), N(26, 6, "num_valid_steps", "", 1, 0), N(26, 8, "wkt_name", "", 1, 0),
    N(27, 0, "wkt_step_name", "", 1, 0), N(27, 1, "duration_type", "", 1, 0), N(27, 2, "duration_value", "", 1, 0),
    N(27, 3, "target_type", "", 1, 0), N(27, 4, "target_value", "", 1, 0), N(27, 7, "intensity", "", 1, 0),
    N(27, 8, "notes", "", 1, 0),

    N(34, 0, "total_timer_time", "s", 1000, 0), N(34, 1, "num_sessions", "", 1, 0), N(34, 2, "type", "", 1, 0),
    N(34, 3, "event", "", 1, 0), N(34, 4, "event_type", "", 1, 0), T(34, 5, "local_timestamp"),

    N(49, 0, "software_version", "", 100, 0), N(49, 1, "hardware_version", "", 1, 0),
    N(78, 0, "time", "s", 1000, 0),

    N(101, 0, "event", "", 1, 0), T(101, 2, "start_time"), N(101, 3, "total_elapsed_time", "s", 1000, 0),
    N(101, 4, "total_timer_time", "s", 1000, 0), N(101, 5, "total_strokes", "", 1, 0),
    N(101, 6, "avg_speed", "m/s", 1000, 0), N(101, 7, "swim_stroke", "", 1, 0),

    N(132, 0, "fractional_timestamp", "s", 32768, 0), N(132, 6, "filtered_bpm", "bpm", 1, 0),
    N(132, 9, "event_timestamp", "s", 1024, 0), N(132, 10, "event_timestamp_12", "", 1, 0),

    N(160, 0, "timestamp_ms", "ms", 1, 0), D(160, 1, "position_lat"), D(160, 2, "position_long"),
    N(160, 3, "enhanced_altitude", "m", 5, -500), N(160, 4, "enhanced_speed", "m/s", 1000, 0),
    N(160, 5, "heading", "degrees", 100, 0),

    N(162, 0, "fractional_timestamp", "s", 32768, 0), N(162, 1, "system_timestamp", "s", 1, 0),
    T(162, 3, "local_timestamp"),

    N(206, 0, "developer_data_index", "", 1, 0), N(206, 1, "field_definition_number", "", 1, 0),
    N(206, 2, "fit_base_type_id", "", 1, 0), N(206, 3, "field_name", "", 1, 0), N(206, 6, "scale", "", 1, 0),
    N(206, 7, "offset", "", 1, 0), N(206, 8, "units", "", 1, 0), S(206, 14, MESSAGE, "native_mesg_num"),
    N(206, 15, "native_field_num", "", 1, 0),

    N(207, 0, "developer_id", "", 1, 0), N(207, 1, "application_id", "", 1, 0), S(207, 2, MAKER, "manufacturer_id"),
    N(207, 3, "developer_data_index", "", 1, 0), N(207, 4, "application_version", "", 1, 0),
};

const char *ngl_fit_message_name(uint16_t message)
{
    for (size_t i = 0; i < sizeof messages / sizeof *messages; i++)
        if (messages[i].message == message) return messages[i].name;
    return "";
}

const ngl_fit_known *ngl_fit_field_known(uint16_t message, uint8_t field)
{
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if ((fields[i].message == message || fields[i].message == ANY) && fields[i].field == field) return &fields[i];
    return NULL;
}
