/* rpc_volume.c: images that machines of the host have, as storage volumes
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <string.h>

#include "host_image.h"
#include "pool_xml.h"
#include "rpc_error.h"
#include "rpc_host_handler.h"
#include "rpc_pool.h"
#include "rpc_reading.h"
#include "rpc_value.h"

#define KINDS HVR_READING_BIT(HVR_READING_DRIVES)

static void
set_volume(HvrWireVolume *out_wire, const HvrDrive *drive, const char *path)
{
    hvr_rpc_value_set_text(&out_wire->pool, drive->name);
    hvr_rpc_value_set_text(&out_wire->name, hvr_volume_get_name(path));
    hvr_rpc_value_set_text(&out_wire->key, path);
}

static gboolean
list(HvrRpcCall *call, GError **error)
{
    const HvrWirePoolList *args = call->args;
    const HvrDrive *drive = hvr_rpc_pool_find(call, NULL, (const guchar *)args->pool.uuid, error);
    HvrWireVolumes *ret = call->ret;
    g_autoptr(GPtrArray) paths = NULL;

    if (drive == NULL)
        return FALSE;

    paths = hvr_pool_list_images(call->host, drive);
    ret->n_found = paths->len;
    if (!args->need_results)
        return TRUE;
    ret->volumes.volumes_val = g_new0(HvrWireVolume, paths->len);
    ret->volumes.volumes_len = paths->len;
    for (guint i = 0; i < paths->len; i++)
        set_volume(&ret->volumes.volumes_val[i], drive, paths->pdata[i]);

    return TRUE;
}

gboolean
hvr_rpc_volume_list(HvrRpcCall *call, GError **error)
{
    return hvr_rpc_reading_start(call, KINDS, list);
}

static gboolean
list_names(HvrRpcCall *call, GError **error)
{
    const HvrWirePoolNames *args = call->args;
    const HvrDrive *drive = hvr_rpc_pool_find(call, NULL, (const guchar *)args->pool.uuid, error);
    HvrWireNames *ret = call->ret;
    g_autoptr(GPtrArray) paths = NULL;

    if (drive == NULL)
        return FALSE;

    paths = hvr_pool_list_images(call->host, drive);
    ret->names.names_val = g_new0(HvrWireString, paths->len);
    for (guint i = 0; i < paths->len && (int)i < args->max_names; i++)
        hvr_rpc_value_set_text(&ret->names.names_val[ret->names.names_len++],
                               hvr_volume_get_name(paths->pdata[i]));

    return TRUE;
}

gboolean
hvr_rpc_volume_list_names(HvrRpcCall *call, GError **error)
{
    return hvr_rpc_reading_start(call, KINDS, list_names);
}

static gboolean
count(HvrRpcCall *call, GError **error)
{
    const HvrWirePool *args = call->args;
    const HvrDrive *drive = hvr_rpc_pool_find(call, NULL, (const guchar *)args->uuid, error);
    g_autoptr(GPtrArray) paths = NULL;
    int *ret = call->ret;

    if (drive == NULL)
        return FALSE;

    paths = hvr_pool_list_images(call->host, drive);
    *ret = (int)paths->len;

    return TRUE;
}

gboolean
hvr_rpc_volume_count(HvrRpcCall *call, GError **error)
{
    return hvr_rpc_reading_start(call, KINDS, count);
}

static gboolean
is_wanted(const char *path, const char *name)
{
    return g_ascii_strcasecmp(path, name) == 0 ||
           g_ascii_strcasecmp(hvr_volume_get_name(path), name) == 0;
}

/* @name is a path, or a volume's name where there is one drive only. */
static gboolean
find_on(HvrRpcCall *call, const HvrDrive *drive, const char *name)
{
    g_autoptr(GPtrArray) paths = hvr_pool_list_images(call->host, drive);

    for (guint i = 0; i < paths->len; i++) {
        if (!is_wanted(paths->pdata[i], name))
            continue;
        set_volume(call->ret, drive, paths->pdata[i]);
        return TRUE;
    }

    return FALSE;
}

static gboolean
look_up_name(HvrRpcCall *call, GError **error)
{
    const HvrWirePoolText *args = call->args;
    const HvrDrive *drive = hvr_rpc_pool_find(call, NULL, (const guchar *)args->pool.uuid, error);

    if (drive == NULL)
        return FALSE;

    return find_on(call, drive, args->text) ||
           hvr_rpc_fail(error, VIR_ERR_NO_STORAGE_VOL, "no storage vol with matching name '%s'",
                        args->text);
}

gboolean
hvr_rpc_volume_lookup_by_name(HvrRpcCall *call, GError **error)
{
    return hvr_rpc_reading_start(call, KINDS, look_up_name);
}

static gboolean
look_up_path(HvrRpcCall *call, GError **error)
{
    const char *path = *(const HvrWireString *)call->args;
    GPtrArray *drives = hvr_host_get_reading(call->host, HVR_READING_DRIVES, error);

    if (drives == NULL)
        return FALSE;

    for (guint i = 0; i < drives->len; i++) {
        if (hvr_pool_has(drives->pdata[i], path) && find_on(call, drives->pdata[i], path))
            return TRUE;
    }

    return hvr_rpc_fail(error, VIR_ERR_NO_STORAGE_VOL, "no storage vol with matching path '%s'",
                        path);
}

gboolean
hvr_rpc_volume_lookup_by_path(HvrRpcCall *call, GError **error)
{
    return hvr_rpc_reading_start(call, KINDS, look_up_path);
}

/* The key is the path. */
gboolean
hvr_rpc_volume_get_path(HvrRpcCall *call, GError **error)
{
    const HvrWireVolume *args = call->args;

    hvr_rpc_value_set_text(call->ret, args->key);

    return TRUE;
}

static void
fill_facts(HvrRpcCall *call, const HvrImage *image)
{
    HvrWireVolumeFacts *ret = call->ret;

    ret->type = VIR_STORAGE_VOL_FILE;
    ret->capacity = image->capacity;
    ret->allocation = image->allocation;
}

static void
fill_xml(HvrRpcCall *call, const HvrImage *image)
{
    g_autofree char *xml = hvr_volume_xml_format(image);

    hvr_rpc_value_set_text(call->ret, xml);
}

static void
on_image(GObject *source, GAsyncResult *result, gpointer user_data)
{
    HvrRpcCall *call = user_data;
    GError *error = NULL;
    g_autoptr(HvrImage) image = hvr_host_ask_image_finish(HVR_HOST(source), result, &error);

    if (image != NULL && call->row->verb == HVR_RPC_AS_XML)
        fill_xml(call, image);
    else if (image != NULL)
        fill_facts(call, image);
    hvr_rpc_call_end(call, image != NULL, error);
}

/* What has flags and what has none begins with the volume.  Nobody looks into
 * other files of the host this way. */
gboolean
hvr_rpc_volume_ask(HvrRpcCall *call, GError **error)
{
    const HvrWireVolume *volume = call->args;

    if (!hvr_pool_is_image(call->host, volume->key))
        return hvr_rpc_fail(error, VIR_ERR_NO_STORAGE_VOL, "no storage vol with matching key '%s'",
                            volume->key);

    hvr_host_ask_image_async(call->host, volume->key,
                             hvr_rpc_session_get_cancellable(call->session), on_image, call);

    return TRUE;
}
