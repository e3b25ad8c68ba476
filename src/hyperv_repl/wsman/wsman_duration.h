/* wsman_duration.h: spans of time as XML Schema writes them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The subset that has a fixed length: days to seconds, no years, no months,
 * never negative.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** hvr_wsman_duration_format: (transfer full): "PT60.000S"; a negative @span counts as none */
char *hvr_wsman_duration_format(GTimeSpan span);

/** hvr_wsman_duration_parse: an xs:duration of days to seconds; @out_span in microseconds */
gboolean hvr_wsman_duration_parse(const char *text, GTimeSpan *out_span);

G_END_DECLS
