/* rpc_stats.c: statistics of many domains at once
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>
#include <libvirt/libvirt.h>

#include "domain_health.h"
#include "host_machine.h"
#include "hvr_error.h"
#include "rpc_filter.h"
#include "rpc_handler.h"
#include "rpc_reading.h"
#include "rpc_value.h"

#define BIT(kind) HVR_READING_BIT(HVR_READING_##kind)

/* Names and exact types are libvirt's; see virConnectGetAllDomainStats. */

static HvrWireValue *add(GArray *params, int type, const char *format, ...) G_GNUC_PRINTF(3, 4);

static HvrWireValue *
add(GArray *params, int type, const char *format, ...)
{
    HvrWireParam *param;
    va_list args;

    g_array_set_size(params, params->len + 1);
    param = &g_array_index(params, HvrWireParam, params->len - 1);
    va_start(args, format);
    param->name = g_strdup_vprintf(format, args);
    va_end(args);
    param->value.type = type;

    return &param->value;
}

static void
add_count(GArray *params, guint64 value, const char *prefix, guint index, const char *name)
{
    add(params, VIR_TYPED_PARAM_ULLONG, "%s.%u.%s", prefix, index, name)->HvrWireValue_u.ul = value;
}

/* What could not be read is left out, as libvirt does it. */
static GPtrArray *
get_reading(HvrHost *host, HvrReadingKind kind)
{
    return hvr_host_get_reading(host, kind, NULL);
}

static void
add_state(GArray *params, HvrHost *host, const HvrDomain *domain)
{
    add(params, VIR_TYPED_PARAM_INT, "state.state")->HvrWireValue_u.i = domain->state;
    add(params, VIR_TYPED_PARAM_INT, "state.reason")->HvrWireValue_u.i = domain->reason;
}

static void
add_cpu_total(GArray *params, HvrHost *host, const HvrDomain *domain)
{
    guint64 time;

    if (hvr_host_get_cpu_time(host, domain, &time))
        add(params, VIR_TYPED_PARAM_ULLONG, "cpu.time")->HvrWireValue_u.ul = time;
}

/* With dynamic memory a machine that runs has more or less than what it started with. */
static guint64
get_memory(HvrHost *host, const HvrDomain *domain)
{
    GPtrArray *memory = get_reading(host, HVR_READING_MEMORY);
    const HvrMemoryUse *use = NULL;

    if (memory != NULL && hvr_domain_is_active(domain))
        use = hvr_memory_use_find(memory, domain->guid);

    return use != NULL && use->used != 0 ? use->used : domain->memory_kib;
}

static void
add_balloon(GArray *params, HvrHost *host, const HvrDomain *domain)
{
    add(params, VIR_TYPED_PARAM_ULLONG, "balloon.current")->HvrWireValue_u.ul =
        get_memory(host, domain);
    add(params, VIR_TYPED_PARAM_ULLONG, "balloon.maximum")->HvrWireValue_u.ul =
        domain->max_memory_kib;
}

static void
add_vcpu_times(GArray *params, HvrHost *host, const HvrDomain *domain)
{
    GPtrArray *cpus = get_reading(host, HVR_READING_CPU);
    guint64 total;

    /* Machines of the same name have the same counters. */
    if (!hvr_host_get_cpu_time(host, domain, &total))
        return;

    for (guint i = 0; i < domain->n_vcpus; i++) {
        const HvrCpuTime *cpu = hvr_cpu_time_find(cpus, domain->name, i);

        if (cpu == NULL)
            continue;
        add(params, VIR_TYPED_PARAM_INT, "vcpu.%u.state", i)->HvrWireValue_u.i = VIR_VCPU_RUNNING;
        add_count(params, cpu->time, "vcpu", i, "time");
    }
}

static void
add_vcpu(GArray *params, HvrHost *host, const HvrDomain *domain)
{
    add(params, VIR_TYPED_PARAM_UINT, "vcpu.current")->HvrWireValue_u.ui = domain->n_vcpus;
    add(params, VIR_TYPED_PARAM_UINT, "vcpu.maximum")->HvrWireValue_u.ui = domain->n_vcpus;
    add_vcpu_times(params, host, domain);
}

static void
add_interface(GArray *params, guint index, const HvrAdapter *adapter, const HvrTraffic *counters)
{
    hvr_rpc_value_set_text(
        &add(params, VIR_TYPED_PARAM_STRING, "net.%u.name", index)->HvrWireValue_u.s,
        adapter->name);
    if (counters == NULL)
        return;

    add_count(params, counters->received_bytes, "net", index, "rx.bytes");
    add_count(params, counters->n_received, "net", index, "rx.pkts");
    add_count(params, counters->n_received_dropped, "net", index, "rx.drop");
    add_count(params, counters->sent_bytes, "net", index, "tx.bytes");
    add_count(params, counters->n_sent, "net", index, "tx.pkts");
    add_count(params, counters->n_sent_dropped, "net", index, "tx.drop");
}

static void
add_interfaces(GArray *params, HvrHost *host, const HvrDomain *domain)
{
    GPtrArray *adapters = get_reading(host, HVR_READING_ADAPTERS);
    GPtrArray *traffic = get_reading(host, HVR_READING_TRAFFIC);
    g_autoptr(GPtrArray) own = NULL;

    if (adapters == NULL)
        return;

    own = hvr_adapter_list(adapters, domain->guid);
    add(params, VIR_TYPED_PARAM_UINT, "net.count")->HvrWireValue_u.ui = own->len;
    for (guint i = 0; i < own->len; i++) {
        const HvrAdapter *adapter = own->pdata[i];
        gboolean is_counted = traffic != NULL && hvr_domain_is_active(domain);

        add_interface(params, i, adapter, is_counted ? hvr_traffic_find(traffic, adapter) : NULL);
    }
}

static void
add_disk_counters(GArray *params, HvrHost *host, guint index, const char *path)
{
    GPtrArray *disks = get_reading(host, HVR_READING_DISKS);
    const HvrDiskCounters *counters = disks != NULL ? hvr_disk_counters_find(disks, path) : NULL;

    if (counters == NULL)
        return;

    add_count(params, counters->n_reads, "block", index, "rd.reqs");
    add_count(params, counters->read_bytes, "block", index, "rd.bytes");
    add_count(params, counters->n_writes, "block", index, "wr.reqs");
    add_count(params, counters->written_bytes, "block", index, "wr.bytes");
    add_count(params, counters->n_flushes, "block", index, "fl.reqs");
    add_count(params, counters->n_errors, "block", index, "errors");
}

/* As dumpxml has them, names and order. */
static void
add_block(GArray *params, HvrHost *host, const HvrDomain *domain)
{
    g_autoptr(GPtrArray) disks = hvr_host_list_disks(host, domain, NULL);

    if (disks == NULL)
        return;

    add(params, VIR_TYPED_PARAM_UINT, "block.count")->HvrWireValue_u.ui = disks->len;
    for (guint i = 0; i < disks->len; i++) {
        const HvrMachineDisk *disk = disks->pdata[i];
        g_autofree char *target = hvr_machine_disk_format_target(disk);
        g_autofree char *source = hvr_machine_disk_format_source(disk);

        hvr_rpc_value_set_text(
            &add(params, VIR_TYPED_PARAM_STRING, "block.%u.name", i)->HvrWireValue_u.s, target);
        if (source == NULL)
            continue;
        hvr_rpc_value_set_text(
            &add(params, VIR_TYPED_PARAM_STRING, "block.%u.path", i)->HvrWireValue_u.s, source);
        if (hvr_domain_is_active(domain) && disk->medium == HVR_MEDIUM_FILE)
            add_disk_counters(params, host, i, disk->path);
    }
}

/* The group libvirt leaves to the hypervisor: numbers and booleans only. */
static void
add_leg(GArray *params, const HvrDomainHealth *leg, const char *name)
{
    add(params, VIR_TYPED_PARAM_ULLONG, "vm.%s.state.cur", name)->HvrWireValue_u.ul = leg->state;
    add(params, VIR_TYPED_PARAM_ULLONG, "vm.%s.health.cur", name)->HvrWireValue_u.ul = leg->health;
    add(params, VIR_TYPED_PARAM_BOOLEAN, "vm.%s.healthy.cur", name)->HvrWireValue_u.b =
        leg->is_healthy;
    add(params, VIR_TYPED_PARAM_ULLONG, "vm.%s.last-replication.cur", name)->HvrWireValue_u.ul =
        (guint64)(leg->last_replication / G_USEC_PER_SEC);
}

static void
add_vm(GArray *params, HvrHost *host, const HvrDomain *domain)
{
    static const char *const names[] = { "replication", "extended-replication" };

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        HvrDomainHealth leg;

        if (hvr_domain_health_get(host, domain, (guint)i, &leg))
            add_leg(params, &leg, names[i]);
    }
}

/* clang-format off */
static const struct {
    guint group;
    guint kinds; /* what it is made of besides the state */
    void (*add)(GArray *params, HvrHost *host, const HvrDomain *domain);
} groups[] = {
    { VIR_DOMAIN_STATS_STATE,     0,           add_state },
    { VIR_DOMAIN_STATS_CPU_TOTAL, BIT(CPU),    add_cpu_total },
    { VIR_DOMAIN_STATS_BALLOON,   BIT(MEMORY), add_balloon },
    { VIR_DOMAIN_STATS_VCPU,      BIT(CPU),    add_vcpu },
    { VIR_DOMAIN_STATS_INTERFACE, BIT(ADAPTERS) | BIT(TRAFFIC), add_interfaces },
    { VIR_DOMAIN_STATS_BLOCK,     BIT(DISKS) | BIT(STORAGE), add_block },
    { VIR_DOMAIN_STATS_VM,        0,           add_vm },
};
/* clang-format on */

static void
fill_record(HvrWireStats *record, HvrHost *host, const HvrDomain *domain, guint stats)
{
    GArray *params = g_array_new(FALSE, TRUE, sizeof(HvrWireParam));

    hvr_rpc_value_set_domain(&record->domain, domain);
    for (gsize i = 0; i < G_N_ELEMENTS(groups); i++) {
        if (stats == 0 || (stats & groups[i].group))
            groups[i].add(params, host, domain);
    }
    record->params.params_len = params->len;
    record->params.params_val = (gpointer)g_array_free(params, FALSE);
}

static gboolean
check_groups(guint stats, guint flags, GError **error)
{
    guint known = 0;

    for (gsize i = 0; i < G_N_ELEMENTS(groups); i++)
        known |= groups[i].group;
    if ((flags & VIR_CONNECT_GET_ALL_DOMAINS_STATS_ENFORCE_STATS) && (stats & ~known))
        return hvr_fail(error, HVR_ERROR_UNSUPPORTED,
                        _("the groups of statistics 0x%x are not served"), stats & ~known);

    return TRUE;
}

/* Domains that went away since the client heard of them are left out. */
static GPtrArray *
list_asked(HvrRpcCall *call)
{
    const HvrWireGetStats *args = call->args;
    GPtrArray *domains = hvr_host_get_domains(call->host);
    GPtrArray *asked = g_ptr_array_new();

    for (guint i = 0; args->domains.domains_len == 0 && i < domains->len; i++)
        g_ptr_array_add(asked, g_ptr_array_index(domains, i));
    for (guint i = 0; i < args->domains.domains_len; i++) {
        HvrDomain *domain = hvr_rpc_call_lookup_domain(call, &args->domains.domains_val[i], NULL);

        if (domain != NULL)
            g_ptr_array_add(asked, domain);
    }

    return asked;
}

static gboolean
answer(HvrRpcCall *call, GError **error)
{
    const HvrWireGetStats *args = call->args;
    HvrWireStatsList *ret = call->ret;
    g_autoptr(GPtrArray) asked = NULL;

    asked = list_asked(call);
    ret->records.records_val = g_new0(HvrWireStats, asked->len);
    for (guint i = 0; i < asked->len; i++) {
        const HvrDomain *domain = g_ptr_array_index(asked, i);

        if (hvr_rpc_filter_has_domain(domain, args->flags & HVR_RPC_FILTER_DOMAINS))
            fill_record(&ret->records.records_val[ret->records.records_len++], call->host, domain,
                        args->stats);
    }

    return TRUE;
}

static gboolean
are_machines_known(HvrRpcCall *call)
{
    g_autoptr(GPtrArray) asked = list_asked(call);

    for (guint i = 0; i < asked->len; i++) {
        if (hvr_host_find_machine(call->host, asked->pdata[i]) == NULL)
            return FALSE;
    }

    return TRUE;
}

/* A host that cannot be reached has numbers of nothing, and its domains have states. */
gboolean
hvr_rpc_stats_list(HvrRpcCall *call, GError **error)
{
    const HvrWireGetStats *args = call->args;
    guint kinds = 0;

    if (!check_groups(args->stats, args->flags, error))
        return FALSE;

    for (gsize i = 0; i < G_N_ELEMENTS(groups); i++) {
        if (args->stats == 0 || (args->stats & groups[i].group) != 0)
            kinds |= groups[i].kinds;
    }

    if ((kinds & BIT(STORAGE)) != 0 && are_machines_known(call))
        kinds &= ~BIT(STORAGE);

    return hvr_rpc_reading_start(call, kinds, answer);
}
