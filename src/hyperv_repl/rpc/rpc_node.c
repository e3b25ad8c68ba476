/* rpc_node.c: what the host itself uses and has
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "domain_capabilities.h"
#include "hvr_error.h"
#include "rpc_error.h"
#include "rpc_host_handler.h"
#include "rpc_reading.h"
#include "rpc_value.h"
#include "sysinfo_xml.h"

#define MEMORY     HVR_READING_BIT(HVR_READING_NODE)
#define PROCESSORS HVR_READING_BIT(HVR_READING_PROCESSORS)
#define SYSTEM     HVR_READING_BIT(HVR_READING_SYSTEM)

#define BYTES_PER_KIB 1024

static const HvrNodeMemory *
get_memory(HvrRpcCall *call, GError **error)
{
    GPtrArray *node = hvr_host_get_reading(call->host, HVR_READING_NODE, error);

    return node != NULL ? node->pdata[0] : NULL;
}

static gboolean
get_free_memory(HvrRpcCall *call, GError **error)
{
    const HvrNodeMemory *memory = get_memory(call, error);
    u_quad_t *ret = call->ret;

    if (memory == NULL)
        return FALSE;

    *ret = memory->available * BYTES_PER_KIB;

    return TRUE;
}

gboolean
hvr_rpc_node_get_free_memory(HvrRpcCall *call, GError **error)
{
    return hvr_rpc_reading_start(call, MEMORY, get_free_memory);
}

/* One cell: how much of each NUMA node is free nobody tells. */
static gboolean
get_cells(HvrRpcCall *call, GError **error)
{
    const HvrNodeMemory *memory = get_memory(call, error);
    HvrWireCellsMemory *ret = call->ret;

    if (memory == NULL)
        return FALSE;

    ret->cells.cells_val = g_new0(u_quad_t, 1);
    ret->cells.cells_len = 1;
    ret->cells.cells_val[0] = memory->available * BYTES_PER_KIB;

    return TRUE;
}

gboolean
hvr_rpc_node_get_cells(HvrRpcCall *call, GError **error)
{
    const HvrWireCells *args = call->args;

    if (args->start != 0)
        return hvr_fail(error, HVR_ERROR_INVALID, _("start cell %1$d out of range (0-%2$d)"),
                        args->start, 0);

    return hvr_rpc_reading_start(call, MEMORY, get_cells);
}

typedef struct {
    const char *name;
    guint64 value;
} Number;

/* A client asks first how many there are, with none to fill. */
static void
fill_numbers(HvrWireNodeStats *ret, int n_wanted, const Number *numbers, guint n_numbers)
{
    ret->n_params = (int)n_numbers;
    if (n_wanted == 0)
        return;

    ret->numbers.numbers_val = g_new0(HvrWireNumber, n_numbers);
    for (guint i = 0; i < n_numbers && (int)i < n_wanted; i++) {
        hvr_rpc_value_set_text(&ret->numbers.numbers_val[i].name, numbers[i].name);
        ret->numbers.numbers_val[i].value = numbers[i].value;
        ret->numbers.numbers_len++;
    }
}

static gboolean
get_memory_stats(HvrRpcCall *call, GError **error)
{
    const HvrWireNodeNumbers *args = call->args;
    const HvrNodeMemory *memory = get_memory(call, error);

    if (memory == NULL)
        return FALSE;

    fill_numbers(call->ret, args->number,
                 (const Number[]){
                     { VIR_NODE_MEMORY_STATS_TOTAL, memory->total },
                     { VIR_NODE_MEMORY_STATS_FREE, memory->available },
                 },
                 2);

    return TRUE;
}

/* Here the number of parameters comes first, and the cell second. */
gboolean
hvr_rpc_node_get_memory_stats(HvrRpcCall *call, GError **error)
{
    const HvrWireNodeNumbers *args = call->args;

    if (args->n_params > 0 || args->n_params < VIR_NODE_MEMORY_STATS_ALL_CELLS)
        return hvr_fail(error, HVR_ERROR_INVALID,
                        _("cellNum in %s must be less than or equal to %d"), call->row->api, 0);

    return hvr_rpc_reading_start(call, MEMORY, get_memory_stats);
}

/* All guests are "user", Windows itself among them: it runs on the hypervisor as they do. */
static gboolean
get_cpu_stats(HvrRpcCall *call, GError **error)
{
    const HvrWireNodeNumbers *args = call->args;
    GPtrArray *cpus = hvr_host_get_reading(call->host, HVR_READING_PROCESSORS, error);
    HvrNodeCpu sum = { 0 };
    gboolean is_found = FALSE;

    if (cpus == NULL)
        return FALSE;

    for (guint i = 0; i < cpus->len; i++) {
        const HvrNodeCpu *cpu = cpus->pdata[i];

        if (args->number != VIR_NODE_CPU_STATS_ALL_CPUS && (guint)args->number != cpu->index)
            continue;
        sum.guests += cpu->guests;
        sum.hypervisor += cpu->hypervisor;
        sum.idle += cpu->idle;
        is_found = TRUE;
    }
    if (!is_found)
        return hvr_fail(error, HVR_ERROR_INVALID, _("Invalid cpuNum in %s"), call->row->api);

    fill_numbers(call->ret, args->n_params,
                 (const Number[]){
                     { VIR_NODE_CPU_STATS_KERNEL, sum.hypervisor },
                     { VIR_NODE_CPU_STATS_USER, sum.guests },
                     { VIR_NODE_CPU_STATS_IDLE, sum.idle },
                 },
                 3);

    return TRUE;
}

gboolean
hvr_rpc_node_get_cpu_stats(HvrRpcCall *call, GError **error)
{
    return hvr_rpc_reading_start(call, PROCESSORS, get_cpu_stats);
}

/* Windows that runs uses all processors that it has. */
gboolean
hvr_rpc_node_get_cpu_map(HvrRpcCall *call, GError **error)
{
    const HvrWireCpuMapOf *args = call->args;
    guint n_cpus = MAX(hvr_host_get_facts(call->host)->n_cpus, 1);
    HvrWireCpuMap *ret = call->ret;

    ret->n_cpus = (int)n_cpus;
    ret->n_online = n_cpus;
    if (!args->need_map)
        return TRUE;

    ret->map.map_len = (n_cpus + 7) / 8;
    ret->map.map_val = g_malloc0(ret->map.map_len);
    for (guint i = 0; i < n_cpus; i++)
        ret->map.map_val[i / 8] |= (char)(1 << (i % 8));

    return TRUE;
}

static gboolean
get_sysinfo(HvrRpcCall *call, GError **error)
{
    GPtrArray *system = hvr_host_get_reading(call->host, HVR_READING_SYSTEM, error);
    g_autofree char *xml = NULL;

    if (system == NULL)
        return FALSE;

    xml = hvr_sysinfo_xml_format(system->pdata[0]);
    hvr_rpc_value_set_text(call->ret, xml);

    return TRUE;
}

gboolean
hvr_rpc_node_get_sysinfo(HvrRpcCall *call, GError **error)
{
    return hvr_rpc_reading_start(call, SYSTEM, get_sysinfo);
}

static const char *
get_text(const HvrWireOptString *text)
{
    return *text != NULL ? **text : NULL;
}

gboolean
hvr_rpc_node_get_domain_capabilities(HvrRpcCall *call, GError **error)
{
    const HvrWireCapabilitiesOf *args = call->args;
    g_autofree char *xml =
        hvr_domain_capabilities_format(call->host, get_text(&args->emulator), get_text(&args->arch),
                                       get_text(&args->machine), get_text(&args->type), error);

    if (xml == NULL)
        return FALSE;

    hvr_rpc_value_set_text(call->ret, xml);

    return TRUE;
}
