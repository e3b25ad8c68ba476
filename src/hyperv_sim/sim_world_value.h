/* sim_world_value.h: values as a world file writes them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Each function takes the text as it stands in the file and says FALSE to
 * whatever it does not understand in full.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** hvs_world_value_parse_number: a decimal number from @min to @max */
gboolean
hvs_world_value_parse_number(const char *text, guint64 min, guint64 max, guint64 *out_number);

/** hvs_world_value_parse_size: bytes, with K, M, G or T for powers of 1024 */
gboolean hvs_world_value_parse_size(const char *text, guint64 *out_size);

/** hvs_world_value_parse_boolean: yes or no, also true or false */
gboolean hvs_world_value_parse_boolean(const char *text, gboolean *out_value);

/** hvs_world_value_parse_speed: 0 to 1000000 */
gboolean hvs_world_value_parse_speed(const char *text, double *out_speed);

/** hvs_world_value_parse_time: ISO 8601 with an offset, as microseconds since 1970 UTC */
gboolean hvs_world_value_parse_time(const char *text, gint64 *out_time);

/** hvs_world_value_is_guid: 8-4-4-4-12 hexadecimal digits */
gboolean hvs_world_value_is_guid(const char *text);

/** hvs_world_value_split: (transfer full): what stands between semicolons, stripped, empty ones
 * left out */
GPtrArray *hvs_world_value_split(const char *text);

/** hvs_world_value_split_last: cut @text at its last colon; %NULL if either half would be empty */
char *hvs_world_value_split_last(char *text);

G_END_DECLS
