/* rpc_configure.c: a domain's own settings changed: processors, memory, names
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>
#include <libvirt/libvirt.h>
#include <string.h>

#include "host_configure.h"
#include "host_machine.h"
#include "hvr_error.h"
#include "rpc_handler.h"
#include "rpc_value.h"

static void
on_configured(GObject *source, GAsyncResult *result, gpointer user_data)
{
    HvrRpcCall *call = user_data;
    GError *error = NULL;
    gboolean ok = hvr_host_configure_finish(HVR_HOST(source), result, &error);

    hvr_rpc_call_end(call, ok, error);
}

/* @wish: (transfer full).  Flags of vCPUs and memory have the same values. */
static gboolean
start(HvrRpcCall *call, HvrMachineWish *wish, guint flags, GError **error)
{
    HvrDomain *domain = hvr_rpc_call_lookup_domain(call, call->args, error);
    guint impact = flags & (VIR_DOMAIN_AFFECT_LIVE | VIR_DOMAIN_AFFECT_CONFIG);

    if (domain == NULL) {
        hvr_machine_wish_free(wish);
        return FALSE;
    }

    wish->is_config_only = impact == VIR_DOMAIN_AFFECT_CONFIG;
    wish->is_live_only = (impact & VIR_DOMAIN_AFFECT_LIVE) != 0;
    hvr_host_configure_async(call->host, domain, wish,
                             hvr_rpc_session_get_cancellable(call->session), on_configured, call);

    return TRUE;
}

/* Without flags libvirt means the domain that runs. */
gboolean
hvr_rpc_configure_set_vcpus(HvrRpcCall *call, GError **error)
{
    const HvrWireDomainCount *args = call->args;

    return start(call, hvr_machine_wish_new(HVR_WISH_VCPUS, args->number, NULL), 0, error);
}

gboolean
hvr_rpc_configure_set_vcpus_flags(HvrRpcCall *call, GError **error)
{
    const HvrWireDomainNumber *args = call->args;

    return start(call, hvr_machine_wish_new(HVR_WISH_VCPUS, args->number, NULL), args->flags,
                 error);
}

gboolean
hvr_rpc_configure_set_memory(HvrRpcCall *call, GError **error)
{
    const HvrWireDomainSize *args = call->args;

    return start(call, hvr_machine_wish_new((HvrWishKind)call->row->verb, args->size, NULL), 0,
                 error);
}

gboolean
hvr_rpc_configure_set_memory_flags(HvrRpcCall *call, GError **error)
{
    const HvrWireDomainSizeFlags *args = call->args;
    gboolean is_maximum = (args->flags & VIR_DOMAIN_MEM_MAXIMUM) != 0;

    return start(
        call,
        hvr_machine_wish_new(is_maximum ? HVR_WISH_MAX_MEMORY : HVR_WISH_MEMORY, args->size, NULL),
        args->flags, error);
}

gboolean
hvr_rpc_configure_set_autostart(HvrRpcCall *call, GError **error)
{
    const HvrWireDomainCount *args = call->args;

    return start(call, hvr_machine_wish_new(HVR_WISH_AUTOSTART, args->number, NULL), 0, error);
}

gboolean
hvr_rpc_configure_rename(HvrRpcCall *call, GError **error)
{
    const HvrWireRename *args = call->args;

    return start(call,
                 hvr_machine_wish_new(HVR_WISH_NAME, 0, args->name != NULL ? *args->name : NULL), 0,
                 error);
}

/* Other elements are rpc_metadata.c's. */
gboolean
hvr_rpc_configure_set_metadata(HvrRpcCall *call, GError **error)
{
    const HvrWireSetMetadata *args = call->args;
    const char *text = args->metadata != NULL ? *args->metadata : NULL;
    gboolean is_empty = text == NULL || text[0] == '\0';

    if (args->type == VIR_DOMAIN_METADATA_DESCRIPTION)
        return start(call, hvr_machine_wish_new(HVR_WISH_DESCRIPTION, 0, text), 0, error);
    if (args->type != VIR_DOMAIN_METADATA_TITLE)
        return hvr_rpc_metadata_set(call, error);
    if (!is_empty)
        return hvr_fail(
            error, HVR_ERROR_UNSUPPORTED,
            _("a Hyper-V machine has no title beside its name, which domrename changes"));
    if (hvr_rpc_call_lookup_domain(call, call->args, error) == NULL)
        return FALSE;
    hvr_rpc_call_end(call, TRUE, NULL);

    return TRUE;
}

/* As libvirt's own driver for Hyper-V says. */
gboolean
hvr_rpc_configure_get_scheduler_type(HvrRpcCall *call, GError **error)
{
    HvrWireScheduler *ret = call->ret;

    if (hvr_rpc_call_lookup_domain(call, call->args, error) == NULL)
        return FALSE;
    hvr_rpc_value_set_text(&ret->name, "allocation");
    ret->n_params = 3;

    return TRUE;
}

static void
fill_scheduler(HvrWireSchedulerParams *ret, const HvrMachineCpu *cpu, guint n_wanted)
{
    const struct {
        const char *name;
        guint value;
        int type;
    } rows[] = {
        { VIR_DOMAIN_SCHEDULER_LIMIT, cpu->limit, VIR_TYPED_PARAM_LLONG },
        { VIR_DOMAIN_SCHEDULER_RESERVATION, cpu->reservation, VIR_TYPED_PARAM_LLONG },
        { VIR_DOMAIN_SCHEDULER_WEIGHT, cpu->weight, VIR_TYPED_PARAM_UINT },
    };

    ret->params.params_val = g_new0(HvrWireParam, G_N_ELEMENTS(rows));
    for (guint i = 0; i < G_N_ELEMENTS(rows) && i < n_wanted; i++) {
        HvrWireParam *param = &ret->params.params_val[ret->params.params_len++];

        hvr_rpc_value_set_text(&param->name, rows[i].name);
        param->value.type = rows[i].type;
        if (rows[i].type == VIR_TYPED_PARAM_LLONG)
            param->value.HvrWireValue_u.l = rows[i].value;
        else
            param->value.HvrWireValue_u.ui = rows[i].value;
    }
}

static void
on_machine(GObject *source, GAsyncResult *result, gpointer user_data)
{
    HvrRpcCall *call = user_data;
    const HvrWireDomainCount *args = call->args;
    GError *error = NULL;
    g_autoptr(HvrMachine) machine = hvr_host_fetch_machine_finish(HVR_HOST(source), result, &error);

    if (machine != NULL)
        fill_scheduler(call->ret, &machine->cpu, args->number);
    hvr_rpc_call_end(call, machine != NULL, error);
}

/* With flags or without: what is before them is the same. */
gboolean
hvr_rpc_configure_get_scheduler(HvrRpcCall *call, GError **error)
{
    HvrDomain *domain = hvr_rpc_call_lookup_domain(call, call->args, error);

    if (domain == NULL)
        return FALSE;
    hvr_host_fetch_machine_async(call->host, domain, hvr_rpc_session_get_cancellable(call->session),
                                 on_machine, call);

    return TRUE;
}

static gint64
get_integer(const HvrWireValue *value)
{
    switch (value->type) {
    case VIR_TYPED_PARAM_INT:
        return value->HvrWireValue_u.i;
    case VIR_TYPED_PARAM_UINT:
        return value->HvrWireValue_u.ui;
    case VIR_TYPED_PARAM_LLONG:
        return value->HvrWireValue_u.l;
    case VIR_TYPED_PARAM_ULLONG:
        return (gint64)MIN(value->HvrWireValue_u.ul, (u_quad_t)G_MAXINT64);
    default:
        return G_MININT64;
    }
}

static gboolean
set_share(HvrMachineWish *wish, const HvrWireParam *param, GError **error)
{
    const struct {
        const char *name;
        gint64 *place;
    } rows[] = {
        { VIR_DOMAIN_SCHEDULER_LIMIT, &wish->limit },
        { VIR_DOMAIN_SCHEDULER_RESERVATION, &wish->reservation },
        { VIR_DOMAIN_SCHEDULER_WEIGHT, &wish->weight },
    };
    gint64 value = get_integer(&param->value);

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (strcmp(rows[i].name, param->name) != 0)
            continue;
        if (value < 0)
            return hvr_fail(error, HVR_ERROR_INVALID, _("scheduler parameter '%s' is no number"),
                            param->name);
        *rows[i].place = value;
        return TRUE;
    }

    return hvr_fail(error, HVR_ERROR_INVALID, _("parameter '%s' not supported"), param->name);
}

/* Flags where the row says that there are any. */
gboolean
hvr_rpc_configure_set_scheduler(HvrRpcCall *call, GError **error)
{
    const HvrWireSetScheduler *args = call->args;
    const HvrWireSetSchedulerFlags *with_flags = call->args;
    guint flags = call->row->flags_offset != 0 ? with_flags->flags : 0;
    HvrMachineWish *wish = hvr_machine_wish_new(HVR_WISH_SCHEDULER, 0, NULL);

    for (guint i = 0; i < args->params.params_len; i++) {
        if (!set_share(wish, &args->params.params_val[i], error)) {
            hvr_machine_wish_free(wish);
            return FALSE;
        }
    }

    return start(call, wish, flags, error);
}

gboolean
hvr_rpc_configure_change_device(HvrRpcCall *call, GError **error)
{
    const HvrWireDomainXml *args = call->args;
    const HvrWireDomainText *with_flags = call->args;
    guint flags = call->row->flags_offset != 0 ? with_flags->flags : 0;
    HvrMachineWish *wish = hvr_machine_wish_new(HVR_WISH_DEVICE, 0, args->text);

    wish->verb = (HvrDeviceVerb)call->row->verb;

    return start(call, wish, flags, error);
}
