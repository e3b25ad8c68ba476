/* cli_time.h: times and durations as people type and read them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Times without a zone are in the zone given, which is the terminal's own.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HvrCliTimeSide:
 * @HVR_CLI_TIME_PAST: "23:00" is the last one that was
 * @HVR_CLI_TIME_FUTURE: "23:00" is the next one
 */
typedef enum {
    HVR_CLI_TIME_PAST,
    HVR_CLI_TIME_FUTURE,
} HvrCliTimeSide;

/**
 * hvr_cli_time_parse:
 * @text: "2026-05-01T03:00:00Z", "2026-05-01 03:00", "2026-05-01", "03:00", "2 hours ago",
 *   "-90m", "in 2h", "+2h", "yesterday 23:00", "now" or "@1777604400"
 * @now: seconds since 1970 UTC
 * @zone: of what says none
 * @side: which one is meant by a time of day
 * @out_seconds: seconds since 1970 UTC
 *
 * Returns: %FALSE if that is no time
 */
gboolean hvr_cli_time_parse(
    const char *text, gint64 now, GTimeZone *zone, HvrCliTimeSide side, gint64 *out_seconds);

/**
 * hvr_cli_time_parse_span:
 * @text: "90", "90s", "30m", "1h30m", "2 hours", "1d"
 * @out_seconds: more than zero
 *
 * Returns: %FALSE if that is no duration
 */
gboolean hvr_cli_time_parse_span(const char *text, gint64 *out_seconds);

/** hvr_cli_time_format: (transfer full): RFC 3339 in UTC, as the daemon writes times */
char *hvr_cli_time_format(gint64 seconds);

G_END_DECLS
