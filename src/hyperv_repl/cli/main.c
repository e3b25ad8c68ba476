/* main.c: virt-replica
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>
#include <langinfo.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <locale.h>
#include <stdio.h>

#include "cli_help.h"
#include "cli_shared.h"
#include "cli_shell.h"

/* Errors are told once, by whoever knows what they are about. */
static void
on_error(void *user_data G_GNUC_UNUSED, virErrorPtr error G_GNUC_UNUSED)
{
}

/* In the C locale GLib, readline and the C library would garble every name that
 * is not ASCII: cron and containers have it, their readers do not mean it
 * (Python's PEP 538 does the same).
 * Returns: whether only ASCII was asked for */
static gboolean
widen_locale(void)
{
    if (!g_str_equal(nl_langinfo(CODESET), "ANSI_X3.4-1968"))
        return FALSE;

    setlocale(LC_CTYPE, "C.UTF-8");

    return TRUE;
}

static HvrCliExit
run(HvrCliSession *session, const HvrCliOptions *options)
{
    const char *const *words = hvr_cli_options_get_operands(options);

    if (hvr_cli_options_is_set(options, "version")) {
        printf("virt-replica %s\n", PACKAGE_VERSION);
        return HVR_CLI_EXIT_DONE;
    }
    if (hvr_cli_options_is_set(options, "help"))
        return hvr_cli_help_print();

    return words[0] != NULL ? hvr_cli_shell_run_words(session, words) : hvr_cli_shell_run(session);
}

int
main(int argc G_GNUC_UNUSED, char **argv)
{
    static const HvrCliOption *const tables[] = { hvr_cli_shared_options, hvr_cli_program_options,
                                                  NULL };
    g_autoptr(HvrCliSession) session = NULL;
    g_autoptr(HvrCliOptions) options = NULL;
    g_autoptr(GError) error = NULL;
    gboolean is_ascii;

    setlocale(LC_ALL, "");
    is_ascii = widen_locale();
    bindtextdomain(GETTEXT_PACKAGE, LOCALEDIR);
    bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");
    virSetErrorFunc(NULL, on_error);
    /* Before any connection is opened: keepalives and events need it. */
    if (virEventRegisterDefaultImpl() < 0 || virInitialize() < 0)
        return HVR_CLI_EXIT_FAILED;

    session = hvr_cli_session_new();
    session->is_ascii = is_ascii;
    options = hvr_cli_options_parse(tables, (const char *const *)argv + 1, TRUE, &error);
    if (options == NULL || !hvr_cli_shared_apply(session, options, &error)) {
        hvr_cli_complain(session, error);
        return hvr_cli_error_get_exit(error);
    }

    return run(session, options);
}
