/* machine_resolve.h: what a document calls by a name of its own, as the host calls it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "machine.h"
#include "wmi_session.h"

G_BEGIN_DECLS

/**
 * hvr_machine_resolve:
 * @machine: gets the GUIDs of switches that it names, the paths of drives of which it knows the
 *   number
 *
 * One question for each sort, and only if there is anything to ask.
 */
gboolean hvr_machine_resolve(HvrMachine *machine,
                             HvrWmiSession *session,
                             GCancellable *cancellable,
                             GError **error);

G_END_DECLS
