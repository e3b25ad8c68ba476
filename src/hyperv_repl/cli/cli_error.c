/* cli_error.c: how virt-replica fails: one line, one exit status
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_error.h"

#include <glib/gi18n-lib.h>
#include <libvirt/virterror.h>
#include <string.h>

#include "cli_phrase.h"

/* clang-format off */
G_DEFINE_QUARK(hvr-cli-error-quark, hvr_cli_error)

/* What libvirt's codes come to, and what the reader can do where the daemon did not say so itself. */
static const struct {
    int code;
    HvrCliExit status;
    const char *remedy;
} outcomes[] = {
    { VIR_ERR_INVALID_ARG,           HVR_CLI_EXIT_USAGE,       NULL },
    { VIR_ERR_INVALID_CONN,          HVR_CLI_EXIT_USAGE,       N_("connect again with 'connect URI'") },
    { VIR_ERR_INVALID_DOMAIN,        HVR_CLI_EXIT_USAGE,       N_("check the name with 'virt-replica list'") },
    { VIR_ERR_XML_ERROR,             HVR_CLI_EXIT_USAGE,       NULL },
    { VIR_ERR_XML_DETAIL,            HVR_CLI_EXIT_USAGE,       NULL },
    { VIR_ERR_NO_DOMAIN,             HVR_CLI_EXIT_USAGE,       N_("check the name with 'virt-replica list'") },
    { VIR_ERR_NO_DOMAIN_SNAPSHOT,    HVR_CLI_EXIT_USAGE,       N_("list the recovery points with 'virt-replica points'") },
    { VIR_ERR_MULTIPLE_DOMAINS,      HVR_CLI_EXIT_USAGE,       N_("use the UUID") },
    { VIR_ERR_ARGUMENT_UNSUPPORTED,  HVR_CLI_EXIT_USAGE,       NULL },
    { VIR_ERR_CONFIG_UNSUPPORTED,    HVR_CLI_EXIT_FAILED,      NULL },
    { VIR_ERR_OPERATION_INVALID,     HVR_CLI_EXIT_REFUSED,     N_("look at the state with 'virt-replica status'") },
    { VIR_ERR_SNAPSHOT_REVERT_RISKY, HVR_CLI_EXIT_REFUSED,     NULL },
    { VIR_ERR_MIGRATE_UNSAFE,        HVR_CLI_EXIT_REFUSED,     NULL },
    { VIR_ERR_RESOURCE_BUSY,         HVR_CLI_EXIT_REFUSED,     N_("see what runs with 'virt-replica jobs'") },
    { VIR_ERR_OPERATION_DENIED,      HVR_CLI_EXIT_DENIED,      N_("leave out -r, or ask for the right") },
    { VIR_ERR_ACCESS_DENIED,         HVR_CLI_EXIT_DENIED,      N_("ask the administrator of the daemon's machine for the right") },
    { VIR_ERR_AUTH_FAILED,           HVR_CLI_EXIT_DENIED,      N_("ask the administrator of the daemon's machine for access") },
    { VIR_ERR_AUTH_CANCELLED,        HVR_CLI_EXIT_DENIED,      NULL },
    { VIR_ERR_AUTH_UNAVAILABLE,      HVR_CLI_EXIT_DENIED,      NULL },
    { VIR_ERR_NO_CONNECT,            HVR_CLI_EXIT_UNREACHABLE, N_("check what stands after -c or --hosts") },
    { VIR_ERR_SYSTEM_ERROR,          HVR_CLI_EXIT_UNREACHABLE, N_("check that virthypervd.socket is started, and what stands after -c") },
    { VIR_ERR_NO_SUPPORT,            HVR_CLI_EXIT_FAILED,      N_("a newer virthypervd may have it") },
    { VIR_ERR_RPC,                   HVR_CLI_EXIT_UNKNOWN,     N_("look at the state before you repeat anything") },
    { VIR_ERR_OPERATION_TIMEOUT,     HVR_CLI_EXIT_TIMEOUT,     N_("what was started goes on, see 'virt-replica jobs'") },
};
/* clang-format on */

/* What others put into a line must not end it, nor speak to the terminal. */
static GError *
new_line(HvrCliExit status, const char *format, va_list args)
{
    GError *error = g_error_new_valist(HVR_CLI_ERROR, (int)status, format, args);
    char *text = g_utf8_make_valid(error->message, -1);

    for (char *c = text; *c != '\0'; c++) {
        if (g_ascii_iscntrl(*c))
            *c = ' ';
    }
    g_free(error->message);
    error->message = text;

    return error;
}

gboolean
hvr_cli_fail(GError **error, HvrCliExit status, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    if (error != NULL)
        *error = new_line(status, format, args);
    va_end(args);

    return FALSE;
}

gpointer
hvr_cli_fail_null(GError **error, HvrCliExit status, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    if (error != NULL)
        *error = new_line(status, format, args);
    va_end(args);

    return NULL;
}

gboolean
hvr_cli_fail_libvirt(GError **error)
{
    return hvr_cli_fail_libvirt_advising(error, NULL);
}

gboolean
hvr_cli_fail_libvirt_advising(GError **error, const char *advice)
{
    virErrorPtr last = virGetLastError();
    HvrCliExit status = HVR_CLI_EXIT_FAILED;
    const char *remedy = NULL;
    g_autofree char *text = NULL;

    if (last == NULL || last->message == NULL)
        return hvr_cli_fail(error, status,
                            _("libvirt failed without saying why; report a bug in this project"));

    for (gsize i = 0; i < G_N_ELEMENTS(outcomes); i++) {
        if (outcomes[i].code == last->code) {
            status = outcomes[i].status;
            remedy = outcomes[i].remedy != NULL ? _(outcomes[i].remedy) : NULL;
        }
    }
    if (status == HVR_CLI_EXIT_REFUSED && advice != NULL)
        remedy = advice;
    text = hvr_cli_phrase(last->message);
    /* The daemon names the host in str3 and then ends the line with a remedy of its own. */
    if (remedy == NULL || (last->domain == VIR_FROM_HYPERV && last->str3 != NULL))
        return hvr_cli_fail(error, status, "%s", text);

    return hvr_cli_fail(error, status, _("%1$s; %2$s"), text, remedy);
}

HvrCliExit
hvr_cli_error_get_exit(const GError *error)
{
    if (error == NULL)
        return HVR_CLI_EXIT_DONE;

    return error->domain == HVR_CLI_ERROR ? (HvrCliExit)error->code : HVR_CLI_EXIT_FAILED;
}

static gboolean
is_of_name(char c)
{
    return g_ascii_isalnum(c) || strchr("-_.", c) != NULL;
}

gboolean
hvr_cli_error_tells(const GError *error, const char *name)
{
    const char *message = error->message;
    gsize length = strlen(name);

    for (const char *at = strstr(message, name); at != NULL; at = strstr(at + 1, name)) {
        if ((at == message || !is_of_name(at[-1])) &&
            (at[length] == '\0' || !is_of_name(at[length])))
            return TRUE;
    }

    return FALSE;
}
