/* cause.h: what we do to a machine ourselves, which its states alone do not tell
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HvrCause:
 * @HVR_CAUSE_NONE: nothing of ours
 * @HVR_CAUSE_DESTROY: turned off the hard way
 * @HVR_CAUSE_REVERT: brought back to a checkpoint
 * @HVR_CAUSE_MIGRATE: handed over to another host, or taken over from it
 */
typedef enum {
    HVR_CAUSE_NONE,
    HVR_CAUSE_DESTROY,
    HVR_CAUSE_REVERT,
    HVR_CAUSE_MIGRATE,
} HvrCause;

/** HVR_N_CAUSES: how many there are */
#define HVR_N_CAUSES (HVR_CAUSE_MIGRATE + 1)

G_END_DECLS
