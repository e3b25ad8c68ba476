/* cli_error.h: how virt-replica fails: one line, one exit status
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The code of an error of this domain is the exit status that it comes to.
 * What libvirt said keeps its own words; this adds what the reader can do.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HvrCliExit:
 * @HVR_CLI_EXIT_DONE: done, or nothing to do
 * @HVR_CLI_EXIT_FAILED: failed, nothing changed
 * @HVR_CLI_EXIT_USAGE: the command line is wrong, or what it names does not exist
 * @HVR_CLI_EXIT_PARTLY: done for some of what was selected, the lines say for which not
 * @HVR_CLI_EXIT_REFUSED: refused by a guard: state, split brain, a running job
 * @HVR_CLI_EXIT_DENIED: not authorised
 * @HVR_CLI_EXIT_UNREACHABLE: daemon or host cannot be reached
 * @HVR_CLI_EXIT_UNKNOWN: the connection broke while something was changed; the outcome is unknown
 * @HVR_CLI_EXIT_TIMEOUT: waiting timed out, what was started goes on
 * @HVR_CLI_EXIT_WARNING: health --check: something needs attention
 * @HVR_CLI_EXIT_CRITICAL: health --check: something is broken
 * @HVR_CLI_EXIT_UNCLEAR: health --check: something cannot be told
 *
 * What virt-replica returns.  Scripts rely on these numbers.
 */
typedef enum {
    HVR_CLI_EXIT_DONE = 0,
    HVR_CLI_EXIT_FAILED = 1,
    HVR_CLI_EXIT_USAGE = 2,
    HVR_CLI_EXIT_PARTLY = 3,
    HVR_CLI_EXIT_REFUSED = 4,
    HVR_CLI_EXIT_DENIED = 5,
    HVR_CLI_EXIT_UNREACHABLE = 6,
    HVR_CLI_EXIT_UNKNOWN = 7,
    HVR_CLI_EXIT_TIMEOUT = 8,
    HVR_CLI_EXIT_WARNING = 10,
    HVR_CLI_EXIT_CRITICAL = 11,
    HVR_CLI_EXIT_UNCLEAR = 12,
} HvrCliExit;

#define HVR_CLI_ERROR (hvr_cli_error_quark())
GQuark hvr_cli_error_quark(void);

/**
 * hvr_cli_fail:
 * @error: where to put it
 * @status: what virt-replica returns for it
 * @format: one translatable line without full stop: object, reason and, after a semicolon, remedy
 *
 * Returns: always %FALSE, so that failing is one statement
 */
gboolean hvr_cli_fail(GError **error, HvrCliExit status, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/** hvr_cli_fail_null: as hvr_cli_fail(), for functions that return a pointer */
gpointer hvr_cli_fail_null(GError **error, HvrCliExit status, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/**
 * hvr_cli_fail_libvirt:
 *
 * Fail with what a function of libvirt, or of the library, left as last error
 * of this thread: its words, its remedy, the exit status of its code.
 *
 * Returns: always %FALSE
 */
gboolean hvr_cli_fail_libvirt(GError **error);

/**
 * hvr_cli_fail_libvirt_advising:
 * @advice: (nullable): translated: what to do where a guard has refused it without saying that
 *
 * As hvr_cli_fail_libvirt(), for who knows better than "look at the state".
 */
gboolean hvr_cli_fail_libvirt_advising(GError **error, const char *advice);

/** hvr_cli_error_get_exit: (nullable) @error: the exit status; %HVR_CLI_EXIT_DONE for %NULL */
HvrCliExit hvr_cli_error_get_exit(const GError *error);

/** hvr_cli_error_tells: whether it has that name in it, whatever its language and its quotation
 * marks are */
gboolean hvr_cli_error_tells(const GError *error, const char *name);

G_END_DECLS
