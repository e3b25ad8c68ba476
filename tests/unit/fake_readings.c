/* fake_readings.c: readings of a host without Hyper-V
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "fake_readings.h"

#include <string.h>

#include "host_guest.h"
#include "host_image.h"
#include "host_reading.h"
#include "hvr_error.h"

#define KEY "fake-readings"

typedef struct {
    GPtrArray *values[HVR_N_READINGS];
    gboolean is_stale;
    guint asked;
    HvrGuest *guest;
} Readings;

static void
readings_free(gpointer data)
{
    Readings *readings = data;

    for (guint i = 0; i < HVR_N_READINGS; i++)
        g_clear_pointer(&readings->values[i], g_ptr_array_unref);
    hvr_guest_free(readings->guest);
    g_free(readings);
}

static Readings *
get(HvrHost *host)
{
    Readings *readings = g_object_get_data(G_OBJECT(host), KEY);

    if (readings == NULL) {
        readings = g_new0(Readings, 1);
        g_object_set_data_full(G_OBJECT(host), KEY, readings, readings_free);
    }

    return readings;
}

void
fake_readings_add(HvrHost *host, HvrReadingKind kind, gpointer value)
{
    Readings *readings = get(host);

    if (readings->values[kind] == NULL)
        readings->values[kind] = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(readings->values[kind], value);
}

void
fake_readings_spoil(HvrHost *host)
{
    get(host)->is_stale = TRUE;
}

guint
fake_readings_get_asked(HvrHost *host)
{
    return get(host)->asked;
}

void
fake_readings_set_guest(HvrHost *host, HvrGuest *guest)
{
    hvr_guest_free(get(host)->guest);
    get(host)->guest = guest;
}

gboolean
hvr_host_is_reading_fresh(HvrHost *host, guint kinds)
{
    return kinds == 0 || !get(host)->is_stale;
}

void
hvr_host_read_async(HvrHost *host,
                    guint kinds,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(host, NULL, callback, user_data);

    get(host)->asked = kinds;
    g_task_return_boolean(task, TRUE);
}

gboolean
hvr_host_read_finish(HvrHost *host, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean(G_TASK(result), error);
}

GPtrArray *
hvr_host_get_reading(HvrHost *host, HvrReadingKind kind, GError **error)
{
    GPtrArray *values = get(host)->values[kind];

    if (values == NULL)
        hvr_fail(error, HVR_ERROR_UNREACHABLE, "nobody read '%s'", hvr_reading_get_row(kind)->name);

    return values;
}

gboolean
hvr_host_get_cpu_time(HvrHost *host, const HvrDomain *domain, guint64 *out_time)
{
    GPtrArray *cpus = get(host)->values[HVR_READING_CPU];
    const HvrCpuTime *cpu = cpus != NULL ? hvr_cpu_time_find(cpus, domain->name, 0) : NULL;

    if (cpu != NULL)
        *out_time = cpu->time;

    return cpu != NULL;
}

void
hvr_host_drop_reading(HvrHost *host, guint kinds)
{
    get(host)->is_stale = TRUE;
}

void
hvr_host_ask_guest_async(HvrHost *host,
                         HvrDomain *domain,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(host, NULL, callback, user_data);

    g_task_return_boolean(task, TRUE);
}

HvrGuest *
hvr_host_ask_guest_finish(HvrHost *host, GAsyncResult *result, GError **error)
{
    if (get(host)->guest == NULL)
        return hvr_fail_null(error, HVR_ERROR_UNSUPPORTED, "the guest tells nothing");

    return g_steal_pointer(&get(host)->guest);
}

void
hvr_host_ask_image_async(HvrHost *host,
                         const char *path,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(host, NULL, callback, user_data);

    g_task_return_pointer(task, g_strdup(path), g_free);
}

HvrImage *
hvr_host_ask_image_finish(HvrHost *host, GAsyncResult *result, GError **error)
{
    HvrImage *image = g_new0(HvrImage, 1);

    image->path = g_task_propagate_pointer(G_TASK(result), error);
    image->format = "vhdx";
    image->capacity = 64424509440;
    image->allocation = 4194304;

    return image;
}
