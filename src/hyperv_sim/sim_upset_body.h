/* sim_upset_body.h: envelopes that no host of good will sends
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** hvs_upset_body_oversize: (transfer full): 64 MiB of text */
GBytes *hvs_upset_body_oversize(void);

/** hvs_upset_body_bomb: (transfer full): entities of entities, ten at a time, nine times */
GBytes *hvs_upset_body_bomb(void);

/** hvs_upset_body_deep: (transfer full): 100000 elements inside each other */
GBytes *hvs_upset_body_deep(void);

G_END_DECLS
