/* rpc_document.c: what a client reads of a machine's whole configuration
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Answered from the state where it was read before, else once the host was asked.
 */

#include <config.h>

#include <libvirt/libvirt.h>

#include "host_xml.h"
#include "host_machine.h"
#include "machine_metadata.h"
#include "rpc_handler.h"
#include "rpc_value.h"

/* The machine may be older than what the state shows by now; names, states and
 * metadata are always those of the state. */
static gboolean
fill_xml(HvrRpcCall *call, const HvrMachine *machine, GError **error)
{
    const HvrWireDomainFlags *args = call->args;
    HvrDomain *domain = hvr_rpc_call_lookup_domain(call, &args->domain, error);

    if (domain == NULL)
        return FALSE;

    hvr_rpc_value_set_text(call->ret, hvr_host_get_xml(call->host, domain, machine, args->flags));

    return TRUE;
}

static void
on_xml(GObject *source, GAsyncResult *result, gpointer user_data)
{
    HvrRpcCall *call = user_data;
    GError *error = NULL;
    g_autoptr(HvrMachine) machine = hvr_host_fetch_machine_finish(HVR_HOST(source), result, &error);

    hvr_rpc_call_end(call, machine != NULL && fill_xml(call, machine, &error), error);
}

gboolean
hvr_rpc_document_get_xml(HvrRpcCall *call, GError **error)
{
    HvrDomain *domain = hvr_rpc_call_lookup_domain(call, call->args, error);
    const HvrMachine *machine;

    if (domain == NULL)
        return FALSE;

    /* The host's own partition has no configuration. */
    machine = hvr_host_find_machine(call->host, domain);
    if (machine == NULL && !domain->is_host) {
        hvr_host_fetch_machine_async(call->host, domain,
                                     hvr_rpc_session_get_cancellable(call->session), on_xml, call);
        return TRUE;
    }
    if (!fill_xml(call, machine, error))
        return FALSE;
    hvr_rpc_call_end(call, TRUE, NULL);

    return TRUE;
}

static void
on_metadata(GObject *source, GAsyncResult *result, gpointer user_data)
{
    HvrRpcCall *call = user_data;
    GError *error = NULL;
    g_autoptr(HvrMachine) machine = hvr_host_fetch_machine_finish(HVR_HOST(source), result, &error);
    g_autofree char *text = machine != NULL ? hvr_machine_metadata_format(machine) : NULL;

    if (text != NULL)
        hvr_rpc_value_set_text(call->ret, text);
    hvr_rpc_call_end(call, text != NULL, error);
}

static gboolean
is_machine_element(const HvrWireGetMetadata *args)
{
    return args->type == VIR_DOMAIN_METADATA_ELEMENT && args->uri != NULL &&
           g_strcmp0(*args->uri, HVR_MACHINE_NS) == 0;
}

gboolean
hvr_rpc_document_get_metadata(HvrRpcCall *call, GError **error)
{
    const HvrWireGetMetadata *args = call->args;
    HvrDomain *domain = hvr_rpc_call_lookup_domain(call, &args->domain, error);

    if (domain == NULL)
        return FALSE;
    if (is_machine_element(args) && !domain->is_host) {
        hvr_host_fetch_machine_async(
            call->host, domain, hvr_rpc_session_get_cancellable(call->session), on_metadata, call);
        return TRUE;
    }
    if (!hvr_rpc_metadata_get(call, error))
        return FALSE;
    hvr_rpc_call_end(call, TRUE, NULL);

    return TRUE;
}
