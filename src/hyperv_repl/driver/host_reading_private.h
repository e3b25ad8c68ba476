/* host_reading_private.h: where a host keeps its readings
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to host*.c.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _HvrHostReadings HvrHostReadings;

HvrHostReadings *hvr_host_readings_new(void);
void hvr_host_readings_free(HvrHostReadings *readings);

G_END_DECLS
