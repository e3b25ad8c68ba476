/* client_call.c: one call of a function of the library
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "client_call.h"

#include <glib/gi18n-lib.h>

#include "client_channel.h"
#include "client_error.h"
#include "client_params.h"
#include "libvirt-hyperv-repl.h"

/* The host's own domain has an id that no machine can have; its name, on a host
 * with a long one, is not what virConnectGetHostname() says. */
#define OWN_ID G_MAXINT32

/* What flags are to the daemon. */
/* clang-format off */
static const struct {
    unsigned int flag;
    const char *argument;
    gboolean value;
} flag_arguments[] = {
    { VIR_HYPERV_REPL_EXTENDED, "extended", TRUE },
    { VIR_HYPERV_REPL_NO_WAIT,  "wait",     FALSE },
    { VIR_HYPERV_REPL_SHUTDOWN, "shutdown", TRUE },
};
/* clang-format on */

static gboolean
check_flags(const HvrClientRow *row, unsigned int flags)
{
    unsigned int unknown = flags & ~row->flags;

    if (unknown != 0)
        hvr_client_error_set(VIR_ERR_INVALID_ARG, _("unsupported flags (0x%1$x) in function %2$s"),
                             unknown, row->function);

    return unknown == 0;
}

HvrClientCall *
hvr_client_call_new(const char *function,
                    virTypedParameterPtr params,
                    int nparams,
                    unsigned int flags)
{
    const HvrClientRow *row = hvr_client_row_get(function);
    g_autoptr(HvrClientCall) call = g_new0(HvrClientCall, 1);

    /* Without it a thread's last error is anybody's memory; with a connection it was done. */
    if (virInitialize() < 0)
        return NULL;
    virResetLastError();
    if (!check_flags(row, flags))
        return NULL;

    call->row = row;
    call->command = row->command;
    call->arguments = hvr_client_params_encode(params, nparams);
    if (call->arguments == NULL)
        return NULL;
    for (guint i = 0; i < G_N_ELEMENTS(flag_arguments); i++) {
        if (flags & flag_arguments[i].flag)
            hvr_client_call_set_boolean(call, flag_arguments[i].argument, flag_arguments[i].value);
    }

    return g_steal_pointer(&call);
}

void
hvr_client_call_free(HvrClientCall *call)
{
    if (call == NULL)
        return;

    g_clear_pointer(&call->arguments, json_object_unref);
    g_free(call);
}

void
hvr_client_call_set_string(HvrClientCall *call, const char *name, const char *value)
{
    json_object_set_string_member(call->arguments, name, value);
}

void
hvr_client_call_set_boolean(HvrClientCall *call, const char *name, gboolean value)
{
    json_object_set_boolean_member(call->arguments, name, value);
}

gboolean
hvr_client_call_has_pointer(const char *function, const char *name, const void *pointer)
{
    if (pointer == NULL)
        hvr_client_error_set(VIR_ERR_INVALID_ARG, _("%1$s in %2$s must not be NULL"), name,
                             function);

    return pointer != NULL;
}

HvrClientCall *
hvr_client_call_new_read(const char *function,
                         virTypedParameterPtr filters,
                         int nfilters,
                         virTypedParameterPtr *params,
                         int *nparams,
                         unsigned int flags)
{
    g_autoptr(HvrClientCall) call = hvr_client_call_new(function, filters, nfilters, flags);

    if (call == NULL || !hvr_client_call_has_pointer(function, "params", params) ||
        !hvr_client_call_has_pointer(function, "nparams", nparams))
        return NULL;

    return g_steal_pointer(&call);
}

HvrClientCall *
hvr_client_call_new_document(const char *function, unsigned int flags)
{
    HvrClientCall *call = hvr_client_call_new(function, NULL, 0, flags);

    if (call != NULL)
        hvr_client_call_set_string(call, "format", "xml");

    return call;
}

gboolean
hvr_client_call_rehearse(HvrClientCall *call,
                         const char *command,
                         const void *calls,
                         const void *n_calls)
{
    const char *function = call != NULL ? call->row->function : NULL;

    if (call == NULL || !hvr_client_call_has_pointer(function, "command", command) ||
        !hvr_client_call_has_pointer(function, "calls", calls) ||
        !hvr_client_call_has_pointer(function, "ncalls", n_calls))
        return FALSE;

    call->command = command;
    hvr_client_call_set_boolean(call, "dry-run", TRUE);

    return TRUE;
}

JsonNode *
hvr_client_call_send(HvrClientCall *call, virDomainPtr domain)
{
    JsonNode *answer;

    if (call == NULL)
        return NULL;

    answer = hvr_client_channel_run(domain, call->command, call->arguments);
    if (answer == NULL && call->row->fallback != NULL &&
        virGetLastErrorCode() == VIR_ERR_OPERATION_DENIED)
        answer = call->row->fallback(domain);

    return answer;
}

JsonNode *
hvr_client_call_send_host(HvrClientCall *call, virConnectPtr conn)
{
    g_autoptr(virDomain) domain = call != NULL ? virDomainLookupByID(conn, OWN_ID) : NULL;

    if (call != NULL && domain == NULL && virGetLastErrorCode() == VIR_ERR_NO_DOMAIN)
        hvr_client_error_set(VIR_ERR_NO_SUPPORT, _("%s needs a connection to virthypervd"),
                             call->row->function);

    return domain != NULL ? hvr_client_call_send(call, domain) : NULL;
}

int
hvr_client_call_end(JsonNode *answer)
{
    return answer != NULL ? 0 : -1;
}

int
hvr_client_call_end_read(HvrClientCall *call,
                         JsonNode *answer,
                         virTypedParameterPtr *params,
                         int *nparams)
{
    return answer != NULL ? hvr_client_params_decode(answer, call->row->word, params, nparams) : -1;
}

char *
hvr_client_call_end_document(HvrClientCall *call, JsonNode *answer)
{
    if (answer == NULL)
        return NULL;
    if (JSON_NODE_HOLDS_VALUE(answer) && json_node_get_value_type(answer) == G_TYPE_STRING)
        return json_node_dup_string(answer);

    hvr_client_error_set(VIR_ERR_INTERNAL_ERROR, _("command '%s' answered no document"),
                         call->command);
    return NULL;
}
