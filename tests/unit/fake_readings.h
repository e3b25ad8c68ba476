/* fake_readings.h: readings of a host without Hyper-V
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Implements host_reading.h, host_guest.h and host_image.h for fake_host.c's
 * hosts.  What a test did not put there could not be read.
 */

#pragma once

#include "guest.h"
#include "host.h"
#include "image.h"
#include "reading.h"

G_BEGIN_DECLS

/** fake_readings_add: @value: (transfer full): one more of @kind */
void fake_readings_add(HvrHost *host, HvrReadingKind kind, gpointer value);

/** fake_readings_spoil: from now on reading takes a turn of the main loop */
void fake_readings_spoil(HvrHost *host);

/** fake_readings_get_asked: HVR_READING_BIT()s of the last call that had to wait */
guint fake_readings_get_asked(HvrHost *host);

/** fake_readings_set_guest: (transfer full): what each guest says */
void fake_readings_set_guest(HvrHost *host, HvrGuest *guest);

G_END_DECLS
