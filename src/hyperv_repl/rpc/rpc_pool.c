/* rpc_pool.c: drives of the host as storage pools
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * To look at only: what machines use of a drive are its volumes.
 */

#include <config.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <string.h>

#include "pool_xml.h"
#include "rpc_error.h"
#include "rpc_host_handler.h"
#include "rpc_pool.h"
#include "rpc_reading.h"
#include "rpc_value.h"

#define KINDS HVR_READING_BIT(HVR_READING_DRIVES)

/* Every drive is one: a folder, active, persistent and there from the start. */
#define POOL_FLAGS                                                                                 \
    (VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE | VIR_CONNECT_LIST_STORAGE_POOLS_PERSISTENT |           \
     VIR_CONNECT_LIST_STORAGE_POOLS_AUTOSTART | VIR_CONNECT_LIST_STORAGE_POOLS_DIR)

/* clang-format off */
static const guint groups[] = {
    VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE     | VIR_CONNECT_LIST_STORAGE_POOLS_INACTIVE,
    VIR_CONNECT_LIST_STORAGE_POOLS_PERSISTENT | VIR_CONNECT_LIST_STORAGE_POOLS_TRANSIENT,
    VIR_CONNECT_LIST_STORAGE_POOLS_AUTOSTART  | VIR_CONNECT_LIST_STORAGE_POOLS_NO_AUTOSTART,
    ~(VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE     | VIR_CONNECT_LIST_STORAGE_POOLS_INACTIVE |
      VIR_CONNECT_LIST_STORAGE_POOLS_PERSISTENT | VIR_CONNECT_LIST_STORAGE_POOLS_TRANSIENT |
      VIR_CONNECT_LIST_STORAGE_POOLS_AUTOSTART  | VIR_CONNECT_LIST_STORAGE_POOLS_NO_AUTOSTART), /* types */
};
/* clang-format on */

static GPtrArray *
get_drives(HvrRpcCall *call, GError **error)
{
    return hvr_host_get_reading(call->host, HVR_READING_DRIVES, error);
}

static void
set_pool(HvrWirePool *out_wire, const HvrDrive *drive)
{
    hvr_rpc_value_set_text(&out_wire->name, drive->name);
    memcpy(out_wire->uuid, drive->uuid, sizeof out_wire->uuid);
}

static gboolean
is_wanted(guint flags)
{
    for (gsize i = 0; i < G_N_ELEMENTS(groups); i++) {
        if ((flags & groups[i]) != 0 && (flags & groups[i] & POOL_FLAGS) == 0)
            return FALSE;
    }

    return TRUE;
}

static gboolean
list(HvrRpcCall *call, GError **error)
{
    const HvrWireList *args = call->args;
    GPtrArray *drives = get_drives(call, error);
    HvrWireNetworks *ret = call->ret;

    if (drives == NULL)
        return FALSE;
    if (!is_wanted(args->flags))
        return TRUE;

    ret->n_found = drives->len;
    if (!args->need_results)
        return TRUE;
    ret->networks.networks_val = g_new0(HvrWirePool, drives->len);
    ret->networks.networks_len = drives->len;
    for (guint i = 0; i < drives->len; i++)
        set_pool(&ret->networks.networks_val[i], drives->pdata[i]);

    return TRUE;
}

gboolean
hvr_rpc_pool_list(HvrRpcCall *call, GError **error)
{
    return hvr_rpc_reading_start(call, KINDS, list);
}

static gboolean
list_names(HvrRpcCall *call, GError **error)
{
    const int *max_names = call->args;
    GPtrArray *drives = get_drives(call, error);
    HvrWireNames *ret = call->ret;

    if (drives == NULL)
        return FALSE;

    ret->names.names_val = g_new0(HvrWireString, drives->len);
    for (guint i = 0; i < drives->len && (int)i < *max_names; i++) {
        const HvrDrive *drive = drives->pdata[i];

        hvr_rpc_value_set_text(&ret->names.names_val[ret->names.names_len++], drive->name);
    }

    return TRUE;
}

gboolean
hvr_rpc_pool_list_names(HvrRpcCall *call, GError **error)
{
    return hvr_rpc_reading_start(call, KINDS, list_names);
}

static gboolean
count(HvrRpcCall *call, GError **error)
{
    GPtrArray *drives = get_drives(call, error);
    int *ret = call->ret;

    if (drives == NULL)
        return FALSE;

    *ret = (int)drives->len;

    return TRUE;
}

gboolean
hvr_rpc_pool_count(HvrRpcCall *call, GError **error)
{
    return hvr_rpc_reading_start(call, KINDS, count);
}

const HvrDrive *
hvr_rpc_pool_find(HvrRpcCall *call, const char *name, const guchar *uuid, GError **error)
{
    GPtrArray *drives = get_drives(call, error);
    const HvrDrive *drive;

    if (drives == NULL)
        return NULL;

    drive = hvr_drive_find(drives, name, uuid);
    if (drive == NULL && name != NULL)
        hvr_rpc_fail(error, VIR_ERR_NO_STORAGE_POOL, "no storage pool with matching name '%s'",
                     name);
    else if (drive == NULL)
        hvr_rpc_fail(error, VIR_ERR_NO_STORAGE_POOL, "no storage pool with matching uuid");

    return drive;
}

static gboolean
look_up(HvrRpcCall *call, GError **error)
{
    gboolean by_name = call->row->verb == HVR_RPC_BY_NAME;
    const char *name = by_name ? *(const HvrWireString *)call->args : NULL;
    const HvrDrive *drive = hvr_rpc_pool_find(call, name, by_name ? NULL : call->args, error);

    if (drive == NULL)
        return FALSE;

    set_pool(call->ret, drive);

    return TRUE;
}

gboolean
hvr_rpc_pool_lookup(HvrRpcCall *call, GError **error)
{
    return hvr_rpc_reading_start(call, KINDS, look_up);
}

/* "C:", "C:\" and nothing below it: the target of a pool is the drive. */
static gboolean
look_up_target(HvrRpcCall *call, GError **error)
{
    g_autofree char *path = g_strdup(*(const HvrWireString *)call->args);
    gsize length = strlen(path);
    const HvrDrive *drive;

    if (length > 0 && path[length - 1] == '\\')
        path[length - 1] = '\0';
    drive = hvr_rpc_pool_find(call, path, NULL, error);
    if (drive == NULL)
        return FALSE;

    set_pool(call->ret, drive);

    return TRUE;
}

gboolean
hvr_rpc_pool_lookup_by_target(HvrRpcCall *call, GError **error)
{
    return hvr_rpc_reading_start(call, KINDS, look_up_target);
}

static gboolean
look_up_volume(HvrRpcCall *call, GError **error)
{
    const HvrWireVolume *args = call->args;
    const HvrDrive *drive = hvr_rpc_pool_find(call, args->pool, NULL, error);

    if (drive == NULL)
        return FALSE;

    set_pool(call->ret, drive);

    return TRUE;
}

gboolean
hvr_rpc_pool_lookup_by_volume(HvrRpcCall *call, GError **error)
{
    return hvr_rpc_reading_start(call, KINDS, look_up_volume);
}

static const HvrDrive *
find_own(HvrRpcCall *call, GError **error)
{
    const HvrWirePool *wire = call->args;

    return hvr_rpc_pool_find(call, NULL, (const guchar *)wire->uuid, error);
}

static gboolean
get_facts(HvrRpcCall *call, GError **error)
{
    const HvrDrive *drive = find_own(call, error);
    HvrWirePoolFacts *ret = call->ret;

    if (drive == NULL)
        return FALSE;

    ret->state = VIR_STORAGE_POOL_RUNNING;
    ret->capacity = drive->capacity;
    ret->available = drive->available;
    ret->allocation = drive->capacity - drive->available;

    return TRUE;
}

gboolean
hvr_rpc_pool_get_facts(HvrRpcCall *call, GError **error)
{
    return hvr_rpc_reading_start(call, KINDS, get_facts);
}

static gboolean
format(HvrRpcCall *call, GError **error)
{
    const HvrDrive *drive = find_own(call, error);
    g_autofree char *xml = NULL;

    if (drive == NULL)
        return FALSE;

    xml = hvr_pool_xml_format(drive);
    hvr_rpc_value_set_text(call->ret, xml);

    return TRUE;
}

gboolean
hvr_rpc_pool_get_xml(HvrRpcCall *call, GError **error)
{
    return hvr_rpc_reading_start(call, KINDS, format);
}

static gboolean
say_yes(HvrRpcCall *call, GError **error)
{
    int *ret = call->ret;

    if (find_own(call, error) == NULL)
        return FALSE;
    if (ret != NULL)
        *ret = 1;

    return TRUE;
}

gboolean
hvr_rpc_pool_is(HvrRpcCall *call, GError **error)
{
    return hvr_rpc_reading_start(call, KINDS, say_yes);
}

gboolean
hvr_rpc_pool_refresh(HvrRpcCall *call, GError **error)
{
    hvr_host_drop_reading(call->host, KINDS);

    return hvr_rpc_reading_start(call, KINDS, say_yes);
}
