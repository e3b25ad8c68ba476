/* rpc_error.c: what libvirt's clients are told when something fails
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "rpc_error.h"

#include <glib/gi18n-lib.h>
#include <libvirt/virterror.h>
#include <string.h>

#include "hvr_error.h"
#include "rpc_value.h"

/* libvirt's own beginnings.  They are matched by tools, so they are not
 * sent in translation; a translated message that has one of its own begins with that.  A code
 * without a row has none: of VIR_ERR_RPC in libvirt itself, of VIR_ERR_NO_CONNECT since "no
 * connection driver available for" would lie. */
/* clang-format off */
static const struct {
    int virt_code;
    const char *prefix;
} prefixes[] = {
    { VIR_ERR_INTERNAL_ERROR,        N_("internal error: ") },
    { VIR_ERR_NO_SUPPORT,            N_("this function is not supported by the connection driver: ") },
    { VIR_ERR_INVALID_ARG,           N_("invalid argument: ") },
    { VIR_ERR_OPERATION_FAILED,      N_("operation failed: ") },
    { VIR_ERR_XML_ERROR,             N_("XML error: ") },
    { VIR_ERR_OPERATION_DENIED,      N_("operation forbidden: ") },
    { VIR_ERR_NO_DOMAIN,             N_("Domain not found: ") },
    { VIR_ERR_AUTH_FAILED,           N_("authentication failed: ") },
    { VIR_ERR_AUTH_CANCELLED,        N_("authentication cancelled: ") },
    { VIR_ERR_AUTH_UNAVAILABLE,      N_("authentication unavailable: ") },
    { VIR_ERR_ACCESS_DENIED,         N_("access denied: ") },
    { VIR_ERR_OPERATION_INVALID,     N_("Requested operation is not valid: ") },
    { VIR_ERR_OPERATION_TIMEOUT,     N_("Timed out during operation: ") },
    { VIR_ERR_CONFIG_UNSUPPORTED,    N_("unsupported configuration: ") },
    { VIR_ERR_NO_DOMAIN_SNAPSHOT,    N_("Domain snapshot not found: ") },
    { VIR_ERR_OPERATION_ABORTED,     N_("operation aborted: ") },
    { VIR_ERR_NO_DOMAIN_METADATA,    N_("metadata not found: ") },
    { VIR_ERR_OPERATION_UNSUPPORTED, N_("Operation not supported: ") },
    { VIR_ERR_SNAPSHOT_REVERT_RISKY, N_("revert requires force: ") },
    { VIR_ERR_ARGUMENT_UNSUPPORTED,  N_("argument unsupported: ") },
    { VIR_ERR_MIGRATE_UNSAFE,        N_("Unsafe migration: ") },
    { VIR_ERR_RESOURCE_BUSY,         N_("resource busy: ") },
    { VIR_ERR_MULTIPLE_DOMAINS,      N_("multiple matching domains found: ") },
    { VIR_ERR_NO_NETWORK,            N_("Network not found: ") },
    { VIR_ERR_NO_INTERFACE,          N_("Interface not found: ") },
    { VIR_ERR_NO_STORAGE_POOL,       N_("Storage pool not found: ") },
    { VIR_ERR_NO_STORAGE_VOL,        N_("Storage volume not found: ") },
};
/* clang-format on */

/* A client's own text may be in a message; the wire takes 4 MiB, a reader less. */
#define MESSAGE_MAX 4096

/* clang-format off */
G_DEFINE_QUARK(hvr-rpc-error-quark, hvr_rpc_error)
/* clang-format on */

gboolean
hvr_rpc_fail(GError **error, int virt_code, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    if (error != NULL)
        *error = g_error_new_valist(HVR_RPC_ERROR, virt_code, format, args);
    va_end(args);

    return FALSE;
}

static const char *
find_prefix(int virt_code)
{
    for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++) {
        if (prefixes[i].virt_code == virt_code)
            return prefixes[i].prefix;
    }

    return "";
}

/* virsh starts an agent for what comes from polkit, and only for that. */
static int
get_origin(int virt_code)
{
    switch (virt_code) {
    case VIR_ERR_AUTH_FAILED:
    case VIR_ERR_AUTH_CANCELLED:
    case VIR_ERR_AUTH_UNAVAILABLE:
        return VIR_FROM_POLKIT;
    case VIR_ERR_ACCESS_DENIED:
        return VIR_FROM_ACCESS;
    case VIR_ERR_NO_NETWORK:
    case VIR_ERR_NO_INTERFACE:
    case VIR_ERR_NO_STORAGE_POOL:
    case VIR_ERR_NO_STORAGE_VOL:
    case VIR_ERR_ARGUMENT_UNSUPPORTED:
        return VIR_FROM_HYPERV;
    default:
        return VIR_FROM_RPC;
    }
}

/* -1 is libvirt's "nothing to say". */
static int
get_number(guint32 number)
{
    return number != 0 ? (int)number : -1;
}

static void
add_detail(const HvrErrorDetail *detail, HvrWireError *out_wire)
{
    guint32 fault = detail->fault_code != 0 ? detail->fault_code : detail->http_status;

    out_wire->str3 = hvr_rpc_value_new_text(detail->host);
    out_wire->int1 = get_number(detail->wmi_value);
    out_wire->int2 = get_number(fault);
}

/* Returns: what follows libvirt's beginning, in whichever language @text has it */
static const char *
skip_prefix(const char *text, const char *prefix)
{
    const char *translated = *prefix != '\0' ? _(prefix) : prefix;

    if (g_str_has_prefix(text, prefix))
        return text + strlen(prefix);

    return g_str_has_prefix(text, translated) ? text + strlen(translated) : text;
}

/* virsh prints the message and nothing else, so what the reader can do has to
 * stand in it. */
static char *
dup_sentence(const GError *error, const char *prefix)
{
    gssize n_text = (gssize)strnlen(error->message, MESSAGE_MAX);
    g_autofree char *text = g_utf8_make_valid(error->message, n_text);
    const char *rest = skip_prefix(text, prefix);
    const char *remedy = hvr_error_find_remedy(error);

    return remedy != NULL ? g_strdup_printf(_("%1$s; %2$s"), rest, remedy) : g_strdup(rest);
}

void
hvr_rpc_error_format(const GError *error, HvrWireError *out_wire)
{
    gboolean of_protocol = error->domain == HVR_RPC_ERROR;
    const HvrErrorDetail *detail = hvr_error_get_detail(error);
    int virt_code = of_protocol ? error->code : hvr_error_get_virt_code(error);
    const char *prefix = find_prefix(virt_code);
    g_autofree char *sentence = dup_sentence(error, prefix);
    g_autofree char *message = g_strconcat(prefix, sentence, NULL);
    g_autofree char *format = g_strconcat(prefix, "%s", NULL);

    out_wire->code = virt_code;
    out_wire->origin = of_protocol ? get_origin(virt_code) : VIR_FROM_HYPERV;
    out_wire->level = VIR_ERR_ERROR;
    out_wire->message = hvr_rpc_value_new_text(message);
    out_wire->str1 = hvr_rpc_value_new_text(format);
    out_wire->str2 = hvr_rpc_value_new_text(sentence);
    out_wire->int1 = -1;
    out_wire->int2 = -1;
    if (detail != NULL)
        add_detail(detail, out_wire);
}
