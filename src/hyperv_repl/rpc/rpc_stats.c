/* rpc_stats.c: statistics of many domains at once
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>
#include <libvirt/libvirt.h>

#include "domain_health.h"
#include "hvr_error.h"
#include "rpc_filter.h"
#include "rpc_handler.h"
#include "rpc_value.h"

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
add_state(GArray *params, HvrHost *host, const HvrDomain *domain)
{
    add(params, VIR_TYPED_PARAM_INT, "state.state")->HvrWireValue_u.i = domain->state;
    add(params, VIR_TYPED_PARAM_INT, "state.reason")->HvrWireValue_u.i = domain->reason;
}

static void
add_balloon(GArray *params, HvrHost *host, const HvrDomain *domain)
{
    add(params, VIR_TYPED_PARAM_ULLONG, "balloon.current")->HvrWireValue_u.ul = domain->memory_kib;
    add(params, VIR_TYPED_PARAM_ULLONG, "balloon.maximum")->HvrWireValue_u.ul =
        domain->max_memory_kib;
}

static void
add_vcpu(GArray *params, HvrHost *host, const HvrDomain *domain)
{
    add(params, VIR_TYPED_PARAM_UINT, "vcpu.current")->HvrWireValue_u.ui = domain->n_vcpus;
    add(params, VIR_TYPED_PARAM_UINT, "vcpu.maximum")->HvrWireValue_u.ui = domain->n_vcpus;
}

static void
add_block(GArray *params, HvrHost *host, const HvrDomain *domain)
{
    guint n_disks = domain->disks != NULL ? domain->disks->len : 0;

    add(params, VIR_TYPED_PARAM_UINT, "block.count")->HvrWireValue_u.ui = n_disks;
    for (guint i = 0; i < n_disks; i++) {
        const HvrDisk *disk = g_ptr_array_index(domain->disks, i);

        hvr_rpc_value_set_text(
            &add(params, VIR_TYPED_PARAM_STRING, "block.%u.name", i)->HvrWireValue_u.s,
            disk->target);
        if (disk->path != NULL)
            hvr_rpc_value_set_text(
                &add(params, VIR_TYPED_PARAM_STRING, "block.%u.path", i)->HvrWireValue_u.s,
                disk->path);
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
    void (*add)(GArray *params, HvrHost *host, const HvrDomain *domain);
} groups[] = {
    { VIR_DOMAIN_STATS_STATE,   add_state },
    { VIR_DOMAIN_STATS_BALLOON, add_balloon },
    { VIR_DOMAIN_STATS_VCPU,    add_vcpu },
    { VIR_DOMAIN_STATS_BLOCK,   add_block },
    { VIR_DOMAIN_STATS_VM,      add_vm },
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

gboolean
hvr_rpc_stats_list(HvrRpcCall *call, GError **error)
{
    const HvrWireGetStats *args = call->args;
    HvrWireStatsList *ret = call->ret;
    g_autoptr(GPtrArray) asked = NULL;

    if (!check_groups(args->stats, args->flags, error))
        return FALSE;

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
