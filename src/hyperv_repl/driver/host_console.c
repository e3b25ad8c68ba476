/* host_console.c: what a machine's guest shows and is typed
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "host_console.h"

#include <glib/gi18n-lib.h>
#include <libvirt/libvirt.h>

#include "errand.h"
#include "host_private.h"
#include "host_query.h"
#include "hvr_error.h"
#include "msvm_tables.h"
#include "thumbnail.h"
#include "wmi_path.h"
#include "wmi_query.h"
#include "wmi_result.h"

/* For a guest that has not set up its screen yet, as libvirt's Hyper-V driver has it. */
#define DEFAULT_WIDTH  640
#define DEFAULT_HEIGHT 480

#define HEAD_PROPERTIES                                                                            \
    "SystemName,DeviceID,EnabledState,CurrentHorizontalResolution,CurrentVerticalResolution"
#define HEAD_ENABLED 2

/* Hidden, or not there: the guest shows something on one of two. */
static void
choose_size(const GPtrArray *heads, guint *out_width, guint *out_height)
{
    *out_width = DEFAULT_WIDTH;
    *out_height = DEFAULT_HEIGHT;
    for (guint i = 0; i < heads->len; i++) {
        const Msvm_VideoHead *head = heads->pdata[i];

        if (head->EnabledState != HEAD_ENABLED || head->CurrentHorizontalResolution == 0 ||
            head->CurrentVerticalResolution == 0)
            continue;
        *out_width = head->CurrentHorizontalResolution;
        *out_height = head->CurrentVerticalResolution;
    }
    hvr_thumbnail_fit(out_width, out_height);
}

static GPtrArray *
list_of_machine(HvrWmiSession *session,
                const HvrWmiClass *type,
                const char *properties,
                const char *guid,
                GCancellable *cancellable,
                GError **error)
{
    g_autoptr(HvrWmiQuery) query = hvr_wmi_query_new(properties, type->name);

    hvr_wmi_query_where(query, "SystemName", "=", guid);

    return hvr_wmi_session_list(session, HVR_WMI_NAMESPACE, type, hvr_wmi_query_get_text(query),
                                cancellable, error);
}

static GBytes *
fetch_picture(HvrWmiSession *session,
              const char *guid,
              guint width,
              guint height,
              GCancellable *cancellable,
              GError **error)
{
    const HvrWmiMethod *method =
        &hvr_wmi_method_Msvm_VirtualSystemManagementService_GetVirtualSystemThumbnailImage;
    g_autoptr(HvrWmiObject) input = hvr_wmi_object_new(method->input);
    g_autoptr(Msvm_VirtualSystemManagementService_GetVirtualSystemThumbnailImage_OUTPUT)
        output = NULL;
    g_autofree char *id = g_strconcat("Microsoft:", guid, NULL);
    g_autofree char *settings =
        hvr_wmi_path_build("Msvm_VirtualSystemSettingData", "InstanceID", id);
    g_autofree char *path =
        hvr_wmi_session_fetch_service(session, method->owner, cancellable, error);
    g_autofree char *job = NULL;

    if (path == NULL)
        return NULL;

    hvr_wmi_object_set_string(input, "TargetSystem", settings);
    hvr_wmi_object_set_uint(input, "WidthPixels", width);
    hvr_wmi_object_set_uint(input, "HeightPixels", height);
    output = hvr_wmi_session_invoke(session, method, path, input, cancellable, error);
    if (output == NULL ||
        !hvr_wmi_result_read(hvr_wmi_session_get_host(session), method, output, &job, error))
        return NULL;

    return hvr_thumbnail_convert(output->ImageData, width, height, error);
}

static gpointer
take_picture(HvrWmiSession *session, gpointer input, GCancellable *cancellable, GError **error)
{
    const char *guid = input;
    g_autoptr(GPtrArray) heads = list_of_machine(session, &hvr_wmi_class_Msvm_VideoHead,
                                                 HEAD_PROPERTIES, guid, cancellable, error);
    guint width, height;

    if (heads == NULL)
        return NULL;
    choose_size(heads, &width, &height);

    return fetch_picture(session, guid, width, height, cancellable, error);
}

/* Returns: (transfer none) (nullable): the machine as it is now, if it has a console. */
static HvrDomain *
check(HvrHost *host, HvrDomain *domain, GError **error)
{
    HvrDomain *now = hvr_host_lookup_current(host, domain, error);

    if (now == NULL)
        return NULL;
    if (now->is_host)
        return hvr_fail_null(error, HVR_ERROR_STATE, _("'%s' is the host itself"), now->name);
    if (!hvr_domain_is_active(now))
        return hvr_fail_null(error, HVR_ERROR_STATE, _("domain is not running"));

    return now;
}

void
hvr_host_screenshot_async(HvrHost *host,
                          HvrDomain *domain,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
    GError *error = NULL;
    HvrDomain *now = check(host, domain, &error);
    g_autoptr(GTask) task = NULL;

    if (now != NULL) {
        HvrWork work = { take_picture, g_strdup(now->guid), g_free, (GDestroyNotify)g_bytes_unref };

        hvr_host_query_async(host, now, &work, cancellable, callback, user_data);
        return;
    }

    task = hvr_errand_new_task(host, cancellable, callback, user_data);
    g_task_return_error(task, error);
}

GBytes *
hvr_host_screenshot_finish(GAsyncResult *result, GError **error)
{
    return hvr_host_query_finish(result, error);
}

/* What the worker is told. */
typedef struct {
    char *guid;
    char *name;
    GArray *keys;
    guint hold;
} Request;

static void
request_free(gpointer data)
{
    Request *request = data;

    g_free(request->guid);
    g_free(request->name);
    g_array_unref(request->keys);
    g_free(request);
}

static gboolean
move_key(HvrWmiSession *session,
         const HvrWmiMethod *method,
         const char *path,
         guint key,
         GCancellable *cancellable,
         GError **error)
{
    g_autoptr(HvrWmiObject) input = hvr_wmi_object_new(method->input);
    g_autoptr(HvrWmiObject) output = NULL;
    g_autofree char *job = NULL;

    hvr_wmi_object_set_uint(input, "keyCode", key);
    output = hvr_wmi_session_invoke(session, method, path, input, cancellable, error);

    return output != NULL &&
           hvr_wmi_result_read(hvr_wmi_session_get_host(session), method, output, &job, error);
}

/* Returns: (transfer full): the path of the machine's keyboard. */
static char *
fetch_keyboard(HvrWmiSession *session,
               const Request *request,
               GCancellable *cancellable,
               GError **error)
{
    const HvrWmiClass *type = &hvr_wmi_class_Msvm_Keyboard;
    g_autoptr(HvrWmiPath) path = hvr_wmi_path_new(NULL, HVR_WMI_NAMESPACE, type->name);
    g_autoptr(GPtrArray)
        keyboards = list_of_machine(session, type, "DeviceID", request->guid, cancellable, error);
    const Msvm_Keyboard *keyboard;

    if (keyboards == NULL)
        return NULL;
    if (keyboards->len == 0)
        return hvr_fail_null(error, HVR_ERROR_STATE, _("'%s' has no keyboard"), request->name);

    keyboard = keyboards->pdata[0];
    hvr_wmi_path_add(path, "CreationClassName", type->name);
    hvr_wmi_path_add(path, "DeviceID", keyboard->DeviceID);
    hvr_wmi_path_add(path, "SystemCreationClassName", "Msvm_ComputerSystem");
    hvr_wmi_path_add(path, "SystemName", request->guid);

    return hvr_wmi_path_format(path);
}

/* Whatever goes wrong on the way, no key that was pressed stays down. */
static gpointer
type_keys(HvrWmiSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
    const Request *request = data;
    const HvrWmiMethod *press = &hvr_wmi_method_Msvm_Keyboard_PressKey;
    const HvrWmiMethod *release = &hvr_wmi_method_Msvm_Keyboard_ReleaseKey;
    HvrClock *clock = hvr_wmi_session_get_clock(session);
    g_autofree char *path = fetch_keyboard(session, request, cancellable, error);
    g_autoptr(GError) cause = NULL;
    guint n_down = 0;

    if (path == NULL)
        return NULL;

    while (n_down < request->keys->len && cause == NULL) {
        guint key = g_array_index(request->keys, guint, n_down++);

        move_key(session, press, path, key, cancellable, &cause);
    }
    if (cause == NULL && request->hold > 0)
        hvr_clock_sleep(clock, request->hold * G_TIME_SPAN_MILLISECOND, cancellable, &cause);
    for (guint i = 0; i < n_down; i++) {
        guint key = g_array_index(request->keys, guint, i);

        move_key(session, release, path, key, cancellable, cause == NULL ? &cause : NULL);
    }
    if (cause != NULL)
        g_propagate_error(error, g_steal_pointer(&cause));

    return NULL;
}

/* Nothing shows what was typed. */
static const HvrErrandType keys_type = { 0 };

void
hvr_host_send_keys_async(HvrHost *host,
                         HvrDomain *domain,
                         const GArray *keys,
                         guint hold,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
    g_autoptr(GTask) task = hvr_errand_new_task(host, cancellable, callback, user_data);
    HvrErrandOrder order = { .type = &keys_type, .title = "send-key", .wait = TRUE };
    GError *error = NULL;
    HvrDomain *now = check(host, domain, &error);
    Request *request;

    g_task_set_source_tag(task, hvr_host_send_keys_async);
    if (now != NULL && hold > HVR_CONSOLE_HOLD_MAX)
        hvr_fail(&error, HVR_ERROR_INVALID, _("keys can be held for at most %u milliseconds"),
                 HVR_CONSOLE_HOLD_MAX);
    if (error != NULL) {
        g_task_return_error(task, error);
        return;
    }

    request = g_new0(Request, 1);
    request->guid = g_strdup(now->guid);
    request->name = g_strdup(now->name);
    request->keys = g_array_copy((GArray *)keys);
    request->hold = hold;
    order.work = (HvrWork){ type_keys, request, request_free, NULL };
    hvr_errand_start(host, now, task, &order);
}

gboolean
hvr_host_send_keys_finish(GAsyncResult *result, GError **error)
{
    return hvr_errand_finish(result, NULL, error);
}
