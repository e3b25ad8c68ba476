/* repl_leg.h: InstanceIDs of relationships and their settings
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to this floor.  "Microsoft:GUID\HVR\0" or "\1"; Windows Server 2012
 * writes "Microsoft:GUID\HVR", which is relationship 0.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * hvr_repl_leg_parse:
 * @instance_id: (nullable): as the host wrote it
 * @out_vm: (transfer full): the GUID, upper case
 * @out_index: 0 or 1
 *
 * Returns: %FALSE if it is none
 */
gboolean hvr_repl_leg_parse(const char *instance_id, char **out_vm, guint *out_index);

/** hvr_repl_leg_format: (transfer full): the form of Windows Server 2012 R2 and later */
char *hvr_repl_leg_format(const char *vm, guint index);

/** hvr_repl_leg_format_single: (transfer full): the form of Windows Server 2012 */
char *hvr_repl_leg_format_single(const char *vm);

G_END_DECLS
