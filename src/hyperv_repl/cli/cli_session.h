/* cli_session.h: what lasts from one command to the next: terminal, output, hosts
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Data go to standard output; everything else to standard error.
 */

#pragma once

#include <glib.h>
#include <libvirt/libvirt.h>

G_BEGIN_DECLS

/**
 * HvrCliOutput:
 *
 * How records are printed.
 */
typedef enum {
    HVR_CLI_OUTPUT_TABLE,
    HVR_CLI_OUTPUT_JSON,
    HVR_CLI_OUTPUT_YAML,
    HVR_CLI_OUTPUT_NAME,
} HvrCliOutput;

/**
 * HvrCliHost:
 * @name: as hosts.conf calls it, or the host name of the connection
 * @uri: (nullable): to open; %NULL for libvirt's default
 * @conn: (nullable): opened by hvr_cli_host_open()
 * @lost: (nullable): why hvr_cli_host_open_all() could not open it, for hvr_cli_host_open() to tell
 *
 * A connection to one Hyper-V host, opened when it is needed and kept until the session ends.
 */
typedef struct {
    char *name;
    char *uri;
    gboolean is_read_only;
    virConnectPtr conn;
    GError *lost;
} HvrCliHost;

/** hvr_cli_host_open: Returns: (transfer none): the connection, or %NULL with an error; that of
 * hvr_cli_host_open_all(), once, if that has just tried in vain */
virConnectPtr hvr_cli_host_open(HvrCliHost *self, GError **error);

/**
 * HvrCliSession:
 * @output: how to print
 * @is_quiet: no headings, no notes
 * @is_read_only: open read-only
 * @is_interactive: a shell, not one command
 * @asks: standard input and error are a terminal: somebody can be asked
 * @draws: standard error is a terminal: progress may be drawn
 * @is_ascii: the terminal is not known to show more than ASCII
 * @out_colours: standard output gets colours
 * @err_colours: standard error gets colours
 * @uri: (nullable): as given by -c, interned
 * @hosts: (nullable): as given by --hosts, interned
 * @has_ended: a shell was told to quit
 * @is_interrupted: by Ctrl-C; what a command has not begun yet it leaves alone
 * @opened: the hosts that were used so far; private to cli_session.c
 */
typedef struct {
    HvrCliOutput output;
    gboolean is_quiet;
    gboolean is_read_only;
    gboolean is_interactive;
    gboolean asks;
    gboolean draws;
    gboolean is_ascii;
    gboolean out_colours;
    gboolean err_colours;
    gboolean has_ended;
    gboolean is_interrupted;
    const char *uri;
    const char *hosts;
    GPtrArray *opened; /* HvrCliHost */
} HvrCliSession;

/** HvrCliColour: when to use colours; AUTO: on a terminal, unless NO_COLOR says no */
typedef enum {
    HVR_CLI_COLOUR_AUTO,
    HVR_CLI_COLOUR_ALWAYS,
    HVR_CLI_COLOUR_NEVER,
} HvrCliColour;

HvrCliSession *hvr_cli_session_new(void);
void hvr_cli_session_free(HvrCliSession *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrCliSession, hvr_cli_session_free)

void hvr_cli_session_set_colours(HvrCliSession *self, HvrCliColour when);

/**
 * hvr_cli_session_list_hosts:
 *
 * The hosts that a command goes to: those of --hosts, else the one of -c.
 *
 * Returns: (transfer container) (element-type HvrCliHost): at least one, not opened
 *   yet, or %NULL with an error
 */
GPtrArray *hvr_cli_session_list_hosts(HvrCliSession *self, GError **error);

/**
 * hvr_cli_session_get_host:
 * @name: a host of hosts.conf, or a URI
 *
 * Another host of the same daemon, e.g. the partner of a machine.
 *
 * Returns: (transfer none): not opened yet, or %NULL with an error
 */
HvrCliHost *hvr_cli_session_get_host(HvrCliSession *self, const char *name, GError **error);

/** hvr_cli_session_forget_losses: a new command tries again what did not answer to the last one */
void hvr_cli_session_forget_losses(HvrCliSession *self);

/** hvr_cli_session_width: columns of standard error's terminal, else of standard output's, else 80
 */
guint hvr_cli_session_width(const HvrCliSession *self);

/** hvr_cli_note: a line on standard error, unless the session is quiet */
void hvr_cli_note(const HvrCliSession *self, const char *format, ...) G_GNUC_PRINTF(2, 3);

/** hvr_cli_complain: "error: LINE" on standard error; @error's own line, nothing else */
void hvr_cli_complain(const HvrCliSession *self, const GError *error);

G_END_DECLS
