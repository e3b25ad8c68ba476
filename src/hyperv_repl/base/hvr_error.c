/* hvr_error.c: one error domain for all floors
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "hvr_error.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <libvirt/virterror.h>
#include <string.h>

typedef struct {
    HvrErrorDetail detail;
    char *host;
    char *operation;
    char *fault_subcode;
    char *remedy;
} HvrErrorPrivate;

static void
hvr_error_private_init(HvrErrorPrivate *priv G_GNUC_UNUSED)
{
}

static void
hvr_error_private_copy(const HvrErrorPrivate *from, HvrErrorPrivate *to)
{
    to->host = g_strdup(from->host);
    to->operation = g_strdup(from->operation);
    to->fault_subcode = g_strdup(from->fault_subcode);
    to->remedy = g_strdup(from->remedy);
    to->detail = from->detail;
    to->detail.host = to->host;
    to->detail.operation = to->operation;
    to->detail.fault_subcode = to->fault_subcode;
    to->detail.remedy = to->remedy;
}

static void
hvr_error_private_clear(HvrErrorPrivate *priv)
{
    g_free(priv->host);
    g_free(priv->operation);
    g_free(priv->fault_subcode);
    g_free(priv->remedy);
}

G_DEFINE_EXTENDED_ERROR(HvrError, hvr_error)

/* clang-format off */
static const struct {
    const char *name;
    int virt_code;
    const char *remedy;
} error_facts[] = {
    [HVR_ERROR_INTERNAL]    = { "internal",    VIR_ERR_INTERNAL_ERROR,        N_("report a bug in this project") },
    [HVR_ERROR_UNSUPPORTED] = { "unsupported", VIR_ERR_OPERATION_UNSUPPORTED, N_("use a host or a replication provider that can do it") },
    [HVR_ERROR_NO_SUPPORT]  = { "no-support",  VIR_ERR_NO_SUPPORT,            N_("use another command, this driver does not serve that one") },
    [HVR_ERROR_INVALID]     = { "invalid",     VIR_ERR_INVALID_ARG,           N_("correct the argument that the message names") },
    [HVR_ERROR_XML]         = { "xml",         VIR_ERR_XML_ERROR,             N_("correct the element that the message names") },
    [HVR_ERROR_UNFIT]       = { "unfit",       VIR_ERR_CONFIG_UNSUPPORTED,    N_("leave out what the message names") },
    [HVR_ERROR_UNHONOURED]  = { "unhonoured",  VIR_ERR_ARGUMENT_UNSUPPORTED,  N_("leave out the flag or parameter that the message names") },
    [HVR_ERROR_CONFIG]      = { "config",      VIR_ERR_CONFIG_UNSUPPORTED,    N_("correct what the message names, on the machine of the daemon") },
    [HVR_ERROR_NO_HOST]     = { "no-host",     VIR_ERR_NO_CONNECT,            N_("add the host to hosts.conf, or check its name") },
    [HVR_ERROR_NO_DOMAIN]   = { "no-domain",   VIR_ERR_NO_DOMAIN,             N_("check the name with 'virsh list --all'") },
    [HVR_ERROR_NO_POINT]    = { "no-point",    VIR_ERR_NO_DOMAIN_SNAPSHOT,    N_("list the recovery points with 'virsh snapshot-list'") },
    [HVR_ERROR_NO_METADATA] = { "no-metadata", VIR_ERR_NO_DOMAIN_METADATA,    N_("check the namespace URI") },
    [HVR_ERROR_AMBIGUOUS]   = { "ambiguous",   VIR_ERR_MULTIPLE_DOMAINS,      N_("use the UUID") },
    [HVR_ERROR_STATE]       = { "state",       VIR_ERR_OPERATION_INVALID,     N_("look at the present state first: query-replication, or query-replication-service for a host") },
    [HVR_ERROR_RISKY]       = { "risky",       VIR_ERR_SNAPSHOT_REVERT_RISKY, N_("use force if that is meant") },
    [HVR_ERROR_BUSY]        = { "busy",        VIR_ERR_RESOURCE_BUSY,         N_("try again once what runs there has ended") },
    [HVR_ERROR_DENIED]      = { "denied",      VIR_ERR_OPERATION_DENIED,      N_("ask for the right on the host, or open the connection read-write") },
    [HVR_ERROR_AUTH]        = { "auth",        VIR_ERR_AUTH_FAILED,           N_("check user and password of the host in hosts.conf") },
    [HVR_ERROR_TLS]         = { "tls",         VIR_ERR_AUTH_FAILED,           N_("name the host's CA certificate in hosts.conf") },
    [HVR_ERROR_UNREACHABLE] = { "unreachable", VIR_ERR_NO_CONNECT,            N_("check that the host is up and that WinRM listens") },
    [HVR_ERROR_LOST]        = { "lost",        VIR_ERR_RPC,                   N_("look at the state before you repeat anything") },
    [HVR_ERROR_TIMEOUT]     = { "timeout",     VIR_ERR_OPERATION_TIMEOUT,     N_("look at the state before you repeat anything") },
    [HVR_ERROR_CANCELLED]   = { "cancelled",   VIR_ERR_OPERATION_ABORTED,     N_("start it again if it was not meant to be cancelled") },
    [HVR_ERROR_PROTOCOL]    = { "protocol",    VIR_ERR_OPERATION_FAILED,      N_("report this line, with the version of Windows") },
    [HVR_ERROR_JOB_FAILED]  = { "job-failed",  VIR_ERR_OPERATION_FAILED,      N_("mend the cause (the host's event log Hyper-V-VMMS-Admin may say more), then try again") },
};
/* clang-format on */
G_STATIC_ASSERT(G_N_ELEMENTS(error_facts) == HVR_N_ERRORS);

/* A page of a terminal; no sentence of ours is nearly as long. */
#define MAX_MESSAGE 2000

/* Words of hosts and callers are part of messages, and messages are lines of logs. */
static GError *
new_line(HvrErrorCode code, const char *format, va_list args)
{
    GError *error = g_error_new_valist(HVR_ERROR, (int)code, format, args);
    char *text = g_utf8_make_valid(error->message, -1);

    for (char *c = text; *c != '\0'; c++) {
        if (g_ascii_iscntrl(*c))
            *c = ' ';
    }
    if (strlen(text) > MAX_MESSAGE)
        *g_utf8_find_prev_char(text, text + MAX_MESSAGE) = '\0';
    g_free(error->message);
    error->message = text;

    return error;
}

gboolean
hvr_fail(GError **error, HvrErrorCode code, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    if (error != NULL)
        *error = new_line(code, format, args);
    va_end(args);

    return FALSE;
}

gpointer
hvr_fail_null(GError **error, HvrErrorCode code, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    if (error != NULL)
        *error = new_line(code, format, args);
    va_end(args);

    return NULL;
}

static void
replace(char **owner, const char **shown, const char *value)
{
    if (value == NULL || value == *shown)
        return;

    g_free(*owner);
    *shown = *owner = g_strdup(value);
}

void
hvr_error_set_detail(GError *error, const HvrErrorDetail *detail)
{
    HvrErrorPrivate *priv;

    if (error == NULL || error->domain != HVR_ERROR)
        return;

    priv = hvr_error_get_private(error);
    replace(&priv->host, &priv->detail.host, detail->host);
    replace(&priv->operation, &priv->detail.operation, detail->operation);
    replace(&priv->fault_subcode, &priv->detail.fault_subcode, detail->fault_subcode);
    replace(&priv->remedy, &priv->detail.remedy, detail->remedy);
    if (detail->http_status != 0)
        priv->detail.http_status = detail->http_status;
    if (detail->fault_code != 0)
        priv->detail.fault_code = detail->fault_code;
    if (detail->wmi_value != 0)
        priv->detail.wmi_value = detail->wmi_value;
}

const HvrErrorDetail *
hvr_error_get_detail(const GError *error)
{
    if (error == NULL || error->domain != HVR_ERROR)
        return NULL;

    return &hvr_error_get_private(error)->detail;
}

static HvrErrorCode
code_of(const GError *error)
{
    if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return HVR_ERROR_CANCELLED;
    if (error->domain != HVR_ERROR || (guint)error->code >= HVR_N_ERRORS)
        return HVR_ERROR_INTERNAL;

    return error->code;
}

int
hvr_error_get_virt_code(const GError *error)
{
    return error_facts[code_of(error)].virt_code;
}

const char *
hvr_error_get_name(const GError *error)
{
    return error_facts[code_of(error)].name;
}

const char *
hvr_error_get_remedy(HvrErrorCode code)
{
    g_return_val_if_fail((guint)code < HVR_N_ERRORS, NULL);

    return g_dgettext(GETTEXT_PACKAGE, error_facts[code].remedy);
}

const char *
hvr_error_find_remedy(const GError *error)
{
    const HvrErrorDetail *detail = hvr_error_get_detail(error);

    if (detail == NULL || detail->host == NULL)
        return NULL;
    if (detail->remedy != NULL)
        return g_dgettext(GETTEXT_PACKAGE, detail->remedy);

    return hvr_error_get_remedy(code_of(error));
}

void
hvr_error_append_quoted(GString *list, const char *word)
{
    g_autofree char *before = g_strndup(list->str, list->len);

    if (list->len == 0)
        g_string_printf(list, _("'%s'"), word);
    else
        g_string_printf(list, _("%1$s, '%2$s'"), before, word);
}

gboolean
hvr_error_is_code(const GError *error, HvrErrorCode code)
{
    return g_error_matches(error, HVR_ERROR, (int)code);
}
