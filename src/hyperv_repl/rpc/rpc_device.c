/* rpc_device.c: what a domain's disks and network adapters carry
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>
#include <libvirt/libvirt.h>
#include <string.h>

#include "host_image.h"
#include "host_machine.h"
#include "hvr_error.h"
#include "rpc_handler.h"
#include "rpc_reading.h"
#include "rpc_value.h"

#define DISKS   HVR_READING_BIT(HVR_READING_DISKS)
#define STORAGE HVR_READING_BIT(HVR_READING_STORAGE)
#define TRAFFIC (HVR_READING_BIT(HVR_READING_ADAPTERS) | HVR_READING_BIT(HVR_READING_TRAFFIC))

static HvrDomain *
look_up_active(HvrRpcCall *call, GError **error)
{
    HvrDomain *domain = hvr_rpc_call_lookup_domain(call, call->args, error);

    if (domain != NULL && !hvr_domain_is_active(domain))
        return hvr_fail_null(error, HVR_ERROR_STATE, _("domain is not running"));

    return domain;
}

/* Nothing has to be asked for where the whole machine is known. */
static guint
get_kinds(HvrRpcCall *call, const HvrDomain *domain)
{
    return hvr_host_find_machine(call->host, domain) != NULL ? DISKS : DISKS | STORAGE;
}

/* By target or by source; "" where there is one disk only, as libvirt has it. */
static const HvrMachineDisk *
find_disk(const GPtrArray *disks, const char *device, GError **error)
{
    for (guint i = 0; i < disks->len; i++) {
        const HvrMachineDisk *disk = disks->pdata[i];
        g_autofree char *target = hvr_machine_disk_format_target(disk);
        g_autofree char *source = hvr_machine_disk_format_source(disk);

        if (strcmp(target, device) == 0 || g_strcmp0(source, device) == 0 ||
            g_strcmp0(disk->path, device) == 0 || (device[0] == '\0' && disks->len == 1))
            return disk;
    }

    return hvr_fail_null(error, HVR_ERROR_INVALID, _("invalid path: %s"), device);
}

static const HvrDiskCounters *
find_counters(HvrRpcCall *call, GError **error)
{
    const HvrWireDomainDevice *args = call->args;
    const HvrDomain *domain = look_up_active(call, error);
    GPtrArray *counted = domain != NULL ? hvr_host_get_reading(call->host, HVR_READING_DISKS, error)
                                        : NULL;
    g_autoptr(GPtrArray) disks = counted != NULL ? hvr_host_list_disks(call->host, domain, error)
                                                 : NULL;
    const HvrMachineDisk *disk = disks != NULL ? find_disk(disks, args->device, error) : NULL;
    const HvrDiskCounters *counters = NULL;
    g_autofree char *target = NULL;

    if (disk == NULL)
        return NULL;

    if (disk->medium == HVR_MEDIUM_FILE)
        counters = hvr_disk_counters_find(counted, disk->path);
    target = hvr_machine_disk_format_target(disk);
    if (counters == NULL)
        hvr_fail(error, HVR_ERROR_UNSUPPORTED, _("the host does not count what disk '%1$s' does"),
                 target);

    return counters;
}

static gboolean
get_block_stats(HvrRpcCall *call, GError **error)
{
    const HvrDiskCounters *counters = find_counters(call, error);
    HvrWireBlockStats *ret = call->ret;

    if (counters == NULL)
        return FALSE;

    ret->n_reads = (quad_t)counters->n_reads;
    ret->read_bytes = (quad_t)counters->read_bytes;
    ret->n_writes = (quad_t)counters->n_writes;
    ret->written_bytes = (quad_t)counters->written_bytes;
    ret->n_errors = (quad_t)counters->n_errors;

    return TRUE;
}

gboolean
hvr_rpc_device_get_block_stats(HvrRpcCall *call, GError **error)
{
    const HvrDomain *domain = look_up_active(call, error);

    if (domain == NULL)
        return FALSE;

    return hvr_rpc_reading_start(call, get_kinds(call, domain), get_block_stats);
}

/* The client says how many it has room for; with none it asks how many there are. */
static gboolean
get_block_params(HvrRpcCall *call, GError **error)
{
    const HvrWireDeviceStatsOf *args = call->args;
    const HvrDiskCounters *counters = find_counters(call, error);
    HvrWireParams *ret = call->ret;
    struct {
        const char *name;
        guint64 value;
    } rows[6];

    if (counters == NULL)
        return FALSE;

    rows[0].name = VIR_DOMAIN_BLOCK_STATS_READ_REQ;
    rows[0].value = counters->n_reads;
    rows[1].name = VIR_DOMAIN_BLOCK_STATS_READ_BYTES;
    rows[1].value = counters->read_bytes;
    rows[2].name = VIR_DOMAIN_BLOCK_STATS_WRITE_REQ;
    rows[2].value = counters->n_writes;
    rows[3].name = VIR_DOMAIN_BLOCK_STATS_WRITE_BYTES;
    rows[3].value = counters->written_bytes;
    rows[4].name = VIR_DOMAIN_BLOCK_STATS_FLUSH_REQ;
    rows[4].value = counters->n_flushes;
    rows[5].name = VIR_DOMAIN_BLOCK_STATS_ERRS;
    rows[5].value = counters->n_errors;

    ret->n_params = G_N_ELEMENTS(rows);
    ret->params.params_val = g_new0(HvrWireParam, G_N_ELEMENTS(rows));
    for (guint i = 0; i < G_N_ELEMENTS(rows) && (int)i < args->n_params; i++) {
        HvrWireParam *param = &ret->params.params_val[ret->params.params_len++];

        hvr_rpc_value_set_text(&param->name, rows[i].name);
        param->value.type = VIR_TYPED_PARAM_LLONG;
        param->value.HvrWireValue_u.l = (quad_t)rows[i].value;
    }

    return TRUE;
}

gboolean
hvr_rpc_device_get_block_params(HvrRpcCall *call, GError **error)
{
    const HvrDomain *domain = look_up_active(call, error);

    if (domain == NULL)
        return FALSE;

    return hvr_rpc_reading_start(call, get_kinds(call, domain), get_block_params);
}

static void
on_image(GObject *source, GAsyncResult *result, gpointer user_data)
{
    HvrRpcCall *call = user_data;
    HvrWireBlockFacts *ret = call->ret;
    GError *error = NULL;
    g_autoptr(HvrImage) image = hvr_host_ask_image_finish(HVR_HOST(source), result, &error);

    if (image != NULL) {
        ret->capacity = image->capacity;
        ret->allocation = image->allocation;
        ret->physical = image->allocation;
    }
    hvr_rpc_call_end(call, image != NULL, error);
}

static const HvrMachineDisk *
find_image(const HvrMachine *machine, const char *device, GError **error)
{
    const HvrMachineDisk *disk = find_disk(machine->disks, device, error);
    g_autofree char *target = disk != NULL ? hvr_machine_disk_format_target(disk) : NULL;

    if (disk != NULL && (disk->kind != HVR_DRIVE_DISK || disk->medium != HVR_MEDIUM_FILE))
        return hvr_fail_null(error, HVR_ERROR_UNSUPPORTED,
                             _("'%1$s' is no virtual hard disk, nothing is known of what is in it"),
                             target);

    return disk;
}

static void
on_machine(GObject *source, GAsyncResult *result, gpointer user_data)
{
    HvrRpcCall *call = user_data;
    const HvrWireDomainText *args = call->args;
    GError *error = NULL;
    g_autoptr(HvrMachine) machine = hvr_host_fetch_machine_finish(HVR_HOST(source), result, &error);
    const HvrMachineDisk *disk = machine != NULL ? find_image(machine, args->text, &error) : NULL;

    if (disk != NULL)
        hvr_host_ask_image_async(call->host, disk->path,
                                 hvr_rpc_session_get_cancellable(call->session), on_image, call);
    else
        hvr_rpc_call_end(call, FALSE, error);
}

gboolean
hvr_rpc_device_get_block_facts(HvrRpcCall *call, GError **error)
{
    const HvrWireDomainText *args = call->args;
    HvrDomain *domain = hvr_rpc_call_lookup_domain(call, &args->domain, error);

    if (domain == NULL)
        return FALSE;

    hvr_host_fetch_machine_async(call->host, domain, hvr_rpc_session_get_cancellable(call->session),
                                 on_machine, call);

    return TRUE;
}

static gboolean
get_traffic(HvrRpcCall *call, GError **error)
{
    const HvrWireDomainDevice *args = call->args;
    const HvrDomain *domain = look_up_active(call, error);
    GPtrArray *adapters = NULL;
    GPtrArray *traffic = NULL;
    const HvrAdapter *adapter;
    const HvrTraffic *counters;
    HvrWireTraffic *ret = call->ret;

    if (domain != NULL)
        adapters = hvr_host_get_reading(call->host, HVR_READING_ADAPTERS, error);
    if (adapters != NULL)
        traffic = hvr_host_get_reading(call->host, HVR_READING_TRAFFIC, error);
    if (traffic == NULL)
        return FALSE;

    adapter = hvr_adapter_find(adapters, domain->guid, args->device);
    if (adapter == NULL)
        return hvr_fail(error, HVR_ERROR_INVALID, _("invalid path, '%s' is not a known interface"),
                        args->device);
    counters = hvr_traffic_find(traffic, adapter);
    if (counters == NULL)
        return hvr_fail(error, HVR_ERROR_UNSUPPORTED,
                        _("the host does not count what interface '%1$s' does"), adapter->name);

    ret->rx_bytes = (quad_t)counters->received_bytes;
    ret->rx_packets = (quad_t)counters->n_received;
    ret->rx_dropped = (quad_t)counters->n_received_dropped;
    ret->tx_bytes = (quad_t)counters->sent_bytes;
    ret->tx_packets = (quad_t)counters->n_sent;
    ret->tx_dropped = (quad_t)counters->n_sent_dropped;
    ret->rx_errors = -1; /* nobody counts these */
    ret->tx_errors = -1;

    return TRUE;
}

gboolean
hvr_rpc_device_get_traffic(HvrRpcCall *call, GError **error)
{
    if (look_up_active(call, error) == NULL)
        return FALSE;

    return hvr_rpc_reading_start(call, TRAFFIC, get_traffic);
}
