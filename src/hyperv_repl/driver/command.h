/* command.h: replication commands in the QMP dialect
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * {"execute": NAME, "arguments": {...}, "id": ANY}.  One table has every
 * command: name, arguments with types, access, what runs it.  Checking,
 * query-commands and the documentation read that table.
 */

#pragma once

#include <gio/gio.h>

#include "host.h"
#include "hvr_access.h"

G_BEGIN_DECLS

/**
 * hvr_command_find_access:
 * @out_name: (out) (optional): the command's name, static; %NULL if there is none such
 *
 * Returns: what one must be allowed to do for that command; what cannot be run, or is a dry run, is
 *   only read
 */
HvrAccess hvr_command_find_access(HvrDomain *domain, const char *text, const char **out_name);

/** HVR_COMMAND_REASON: what every command that cannot be undone may be given, and a migration */
#define HVR_COMMAND_REASON "reason"

/** hvr_command_find_reason: (transfer full) (nullable): why somebody wants it, in one line, if the
 * command takes a reason and has one */
char *hvr_command_find_reason(HvrDomain *domain, const char *text);

/**
 * hvr_command_run_async:
 * @domain: whom it is addressed to; the host's own for host-wide commands
 * @text: the command, JSON
 * @read_only: the connection may not change anything, but may ask for dry runs
 *
 * Runs on the main context; long ones are over when their job is.
 */
void hvr_command_run_async(HvrHost *host,
                           HvrDomain *domain,
                           const char *text,
                           gboolean read_only,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

/**
 * hvr_command_run_finish:
 *
 * Returns: (transfer full): {"return": ..., "id": ...}; an unknown command is
 *   answered {"error": {"class": "CommandNotFound", ...}} as QEMU does; or
 *   %NULL with an error: %HVR_ERROR_INVALID for what is no command or has wrong
 *   arguments, %HVR_ERROR_DENIED on a read-only connection, or what the verb said
 */
char *hvr_command_run_finish(GAsyncResult *result, GError **error);

G_END_DECLS
