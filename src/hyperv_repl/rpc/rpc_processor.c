/* rpc_processor.c: what a domain uses of processors and memory
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "hvr_error.h"
#include "rpc_error.h"
#include "rpc_handler.h"
#include "rpc_reading.h"
#include "rpc_value.h"

#define CPU    HVR_READING_BIT(HVR_READING_CPU)
#define MEMORY HVR_READING_BIT(HVR_READING_MEMORY)

/* Returns: (nullable): a domain that runs. */
static HvrDomain *
look_up_active(HvrRpcCall *call, GError **error)
{
    HvrDomain *domain = hvr_rpc_call_lookup_domain(call, call->args, error);

    if (domain != NULL && !hvr_domain_is_active(domain))
        return hvr_fail_null(error, HVR_ERROR_STATE, _("domain is not running"));

    return domain;
}

static void
fill_maps(HvrWireVcpus *ret, guint n_vcpus, guint map_size, guint n_cpus)
{
    ret->maps.maps_len = n_vcpus * map_size;
    ret->maps.maps_val = g_malloc0(ret->maps.maps_len);
    for (guint i = 0; i < n_vcpus; i++) {
        for (guint cpu = 0; cpu < n_cpus && cpu / 8 < map_size; cpu++)
            ret->maps.maps_val[i * map_size + cpu / 8] |= (char)(1 << (cpu % 8));
    }
}

static gboolean
get_vcpus(HvrRpcCall *call, GError **error)
{
    const HvrWireVcpusOf *args = call->args;
    const HvrDomain *domain = look_up_active(call, error);
    GPtrArray *cpus = hvr_host_get_reading(call->host, HVR_READING_CPU, NULL);
    HvrWireVcpus *ret = call->ret;
    guint n;

    if (domain == NULL)
        return FALSE;

    n = MIN((guint)args->max_vcpus, domain->n_vcpus);
    ret->vcpus.vcpus_val = g_new0(HvrWireVcpu, n);
    ret->vcpus.vcpus_len = n;
    for (guint i = 0; i < n; i++) {
        const HvrCpuTime *time = cpus != NULL ? hvr_cpu_time_find(cpus, domain->name, i) : NULL;
        HvrWireVcpu *vcpu = &ret->vcpus.vcpus_val[i];

        vcpu->number = i;
        vcpu->state = VIR_VCPU_RUNNING;
        vcpu->time = time != NULL ? time->time : 0;
        vcpu->cpu = VIR_VCPU_INFO_CPU_UNAVAILABLE;
    }
    fill_maps(ret, n, (guint)args->map_size, hvr_host_get_facts(call->host)->n_cpus);

    return TRUE;
}

/* The reply takes what libvirt's own takes, and a host has no more processors
 * than that. */
gboolean
hvr_rpc_processor_get_vcpus(HvrRpcCall *call, GError **error)
{
    const HvrWireVcpusOf *args = call->args;

    if (args->max_vcpus < 0 || args->max_vcpus > HVR_WIRE_LIST_MAX || args->map_size < 0 ||
        args->map_size > HVR_WIRE_CPU_MAP_MAX)
        return hvr_fail(error, HVR_ERROR_INVALID, _("there are not so many processors"));

    return hvr_rpc_reading_start(call, CPU, get_vcpus);
}

/* Whether it runs or not: nothing is ever pinned. */
gboolean
hvr_rpc_processor_get_pins(HvrRpcCall *call, GError **error)
{
    const HvrWirePinsOf *args = call->args;
    const HvrDomain *domain = hvr_rpc_call_lookup_domain(call, &args->domain, error);
    HvrWirePins *ret = call->ret;
    HvrWireVcpus maps = { 0 };
    guint n;

    if (domain == NULL)
        return FALSE;
    if (args->n_maps < 0 || args->n_maps > HVR_WIRE_LIST_MAX || args->map_size < 0 ||
        args->map_size > HVR_WIRE_CPU_MAP_MAX)
        return hvr_fail(error, HVR_ERROR_INVALID, _("there are not so many processors"));
    if ((args->flags & VIR_DOMAIN_AFFECT_LIVE) && !hvr_domain_is_active(domain))
        return hvr_fail(error, HVR_ERROR_STATE, _("domain is not running"));

    n = MIN((guint)args->n_maps, domain->n_vcpus);
    fill_maps(&maps, n, (guint)args->map_size, hvr_host_get_facts(call->host)->n_cpus);
    ret->maps.maps_len = maps.maps.maps_len;
    ret->maps.maps_val = maps.maps.maps_val;
    ret->n_maps = (int)n;

    return TRUE;
}

static gboolean
get_stats(HvrRpcCall *call, GError **error)
{
    const HvrWireCpuStatsOf *args = call->args;
    const HvrDomain *domain = look_up_active(call, error);
    HvrWireParams *ret = call->ret;
    HvrWireParam *param;
    guint64 time;

    if (domain == NULL || hvr_host_get_reading(call->host, HVR_READING_CPU, error) == NULL)
        return FALSE;
    if (!hvr_host_get_cpu_time(call->host, domain, &time))
        return hvr_fail(error, HVR_ERROR_UNSUPPORTED,
                        _("the host does not tell the processor time of '%1$s'"), domain->name);

    ret->n_params = 1;
    if (args->n_params == 0)
        return TRUE;
    param = g_new0(HvrWireParam, 1);
    hvr_rpc_value_set_text(&param->name, VIR_DOMAIN_CPU_STATS_CPUTIME);
    param->value.type = VIR_TYPED_PARAM_ULLONG;
    param->value.HvrWireValue_u.ul = time;
    ret->params.params_val = param;
    ret->params.params_len = 1;

    return TRUE;
}

/* How much of which processor nobody tells, only all of them together. */
gboolean
hvr_rpc_processor_get_stats(HvrRpcCall *call, GError **error)
{
    const HvrWireCpuStatsOf *args = call->args;

    if (args->start_cpu != -1)
        return hvr_rpc_fail(error, VIR_ERR_ARGUMENT_UNSUPPORTED,
                            _("statistics of single processors: Hyper-V tells the total only"));

    return hvr_rpc_reading_start(call, CPU, get_stats);
}

static gboolean
get_memory(HvrRpcCall *call, GError **error)
{
    const HvrWireDomainNumber *args = call->args;
    const HvrDomain *domain = look_up_active(call, error);
    GPtrArray *memory = NULL;
    const HvrMemoryUse *use;
    HvrWireMemory *ret = call->ret;

    if (domain != NULL)
        memory = hvr_host_get_reading(call->host, HVR_READING_MEMORY, error);
    if (memory == NULL)
        return FALSE;

    use = hvr_memory_use_find(memory, domain->guid);
    if (use == NULL || args->number == 0)
        return TRUE;
    ret->numbers.numbers_val = g_new0(HvrWireMemoryNumber, 1);
    ret->numbers.numbers_len = 1;
    ret->numbers.numbers_val[0].tag = VIR_DOMAIN_MEMORY_STAT_ACTUAL_BALLOON;
    ret->numbers.numbers_val[0].value = use->used;

    return TRUE;
}

/* Where both go wrong the domain is what counts. */
gboolean
hvr_rpc_processor_get_memory(HvrRpcCall *call, GError **error)
{
    if (look_up_active(call, error) == NULL)
        return FALSE;

    return hvr_rpc_reading_start(call, MEMORY, get_memory);
}

/* The way to a domain is as good as the way to its host. */
gboolean
hvr_rpc_processor_get_control(HvrRpcCall *call, GError **error)
{
    HvrWireControl *ret = call->ret;
    gboolean is_reachable = hvr_host_is_reachable(call->host);

    if (look_up_active(call, error) == NULL)
        return FALSE;

    ret->state = is_reachable ? VIR_DOMAIN_CONTROL_OK : VIR_DOMAIN_CONTROL_ERROR;
    ret->details = is_reachable ? VIR_DOMAIN_CONTROL_ERROR_REASON_NONE
                                : VIR_DOMAIN_CONTROL_ERROR_REASON_UNKNOWN;

    return TRUE;
}
