/* host_image.c: asking a host what is in a virtual hard disk
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "host_image.h"

#include <glib/gi18n-lib.h>

#include "host_query.h"
#include "hvr_error.h"
#include "msvm_tables.h"
#include "wmi_embedded.h"
#include "wmi_result.h"

#define SERVICE(method) (&hvr_wmi_method_Msvm_ImageManagementService_##method)

#define TYPE_FIXED 2 /* msvm-virtualharddisksettingdata.md */

/* clang-format off */
static const char *const formats[] = {
    [2] = "vhd",
    [3] = "vhdx",
    [4] = "vhds",
};
/* clang-format on */

/* Both methods take a path and answer with one text. */
static gpointer
invoke(HvrWmiSession *session,
       const HvrWmiMethod *method,
       const char *path,
       GCancellable *cancellable,
       GError **error)
{
    g_autofree char *service =
        hvr_wmi_session_fetch_service(session, method->owner, cancellable, error);
    g_autoptr(HvrWmiObject) input = hvr_wmi_object_new(method->input);
    g_autoptr(HvrWmiObject) output = NULL;
    g_autofree char *job = NULL; /* what it would bring is in the answer (Microsoft's samples) */

    if (service == NULL)
        return NULL;

    hvr_wmi_object_set_string(input, "Path", path);
    output = hvr_wmi_session_invoke(session, method, service, input, cancellable, error);
    if (output == NULL ||
        !hvr_wmi_result_read(hvr_wmi_session_get_host(session), method, output, &job, error))
        return NULL;

    return g_steal_pointer(&output);
}

static gpointer
parse(const HvrWmiClass *type, const char *text, const char *path, GError **error)
{
    if (text == NULL)
        return hvr_fail_null(error, HVR_ERROR_PROTOCOL, _("the host says nothing about '%1$s'"),
                             path);

    return hvr_wmi_embedded_parse(type, text, error);
}

static gboolean
fetch_settings(HvrImage *image, HvrWmiSession *session, GCancellable *cancellable, GError **error)
{
    g_autoptr(HvrWmiObject) output =
        invoke(session, SERVICE(GetVirtualHardDiskSettingData), image->path, cancellable, error);
    g_autoptr(Msvm_VirtualHardDiskSettingData) settings = NULL;

    if (output == NULL)
        return FALSE;
    settings = parse(
        &hvr_wmi_class_Msvm_VirtualHardDiskSettingData,
        ((const Msvm_ImageManagementService_GetVirtualHardDiskSettingData_OUTPUT *)(gconstpointer)
             output)
            ->SettingData,
        image->path, error);
    if (settings == NULL)
        return FALSE;

    image->format = settings->Format < G_N_ELEMENTS(formats) ? formats[settings->Format] : NULL;
    if (image->format == NULL)
        image->format = "unknown";
    image->is_fixed = settings->Type == TYPE_FIXED;
    image->capacity = settings->MaxInternalSize;
    if (settings->ParentPath != NULL && settings->ParentPath[0] != '\0')
        image->parent = g_strdup(settings->ParentPath);

    return TRUE;
}

static gboolean
fetch_state(HvrImage *image, HvrWmiSession *session, GCancellable *cancellable, GError **error)
{
    g_autoptr(HvrWmiObject)
        output = invoke(session, SERVICE(GetVirtualHardDiskState), image->path, cancellable, error);
    g_autoptr(Msvm_VirtualHardDiskState) state = NULL;

    if (output == NULL)
        return FALSE;
    state = parse(
        &hvr_wmi_class_Msvm_VirtualHardDiskState,
        ((const Msvm_ImageManagementService_GetVirtualHardDiskState_OUTPUT *)(gconstpointer)output)
            ->State,
        image->path, error);
    if (state == NULL)
        return FALSE;

    image->allocation = state->FileSize;

    return TRUE;
}

static gpointer
fetch(HvrWmiSession *session, gpointer input, GCancellable *cancellable, GError **error)
{
    g_autoptr(HvrImage) image = g_new0(HvrImage, 1);

    image->path = g_strdup(input);
    if (!fetch_settings(image, session, cancellable, error) ||
        !fetch_state(image, session, cancellable, error))
        return NULL;

    return g_steal_pointer(&image);
}

void
hvr_host_ask_image_async(HvrHost *host,
                         const char *path,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
    HvrWork work = { fetch, g_strdup(path), g_free, (GDestroyNotify)hvr_image_free };

    hvr_host_query_async(host, hvr_host_get_own_domain(host), &work, cancellable, callback,
                         user_data);
}

HvrImage *
hvr_host_ask_image_finish(HvrHost *host, GAsyncResult *result, GError **error)
{
    return hvr_host_query_finish(result, error);
}
