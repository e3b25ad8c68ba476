/* wmi_datetime.h: CIM points in time and intervals
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Two spellings: DMTF text inside embedded instances and WQL
 * ("20260501030000.000000+000", "00000000010000.000000:000"), ISO 8601 in
 * WS-Man elements ("2026-05-01T03:00:00Z", "P0DT1H0M0S").
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HvrCimDatetime:
 * @usec: a point: microseconds since 1970 UTC, negative before; an interval:
 *   its length in microseconds
 * @is_interval: which of the two
 */
typedef struct {
    gint64 usec;
    gboolean is_interval;
} HvrCimDatetime;

/** HVR_CIM_NEVER: 1601-01-01, what Windows sends for "has not happened yet" */
#define HVR_CIM_NEVER (G_GINT64_CONSTANT(-11644473600) * G_USEC_PER_SEC)

/** hvr_cim_datetime_parse: either spelling, both kinds; %FALSE with %HVR_ERROR_PROTOCOL */
gboolean hvr_cim_datetime_parse(const char *text, HvrCimDatetime *out_datetime, GError **error);

/** hvr_cim_datetime_format_dmtf: (transfer full): 25 characters */
char *hvr_cim_datetime_format_dmtf(HvrCimDatetime datetime);

/** hvr_cim_datetime_format_iso: (transfer full): fraction trimmed, none when zero, like Windows */
char *hvr_cim_datetime_format_iso(HvrCimDatetime datetime);

G_END_DECLS
