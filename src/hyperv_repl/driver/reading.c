/* reading.c: numbers and parts of a host that are read when somebody asks for them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "reading.h"

#include <string.h>

#include "reading_fetch.h"
#include "repl_projection.h"
#include "wmi_path.h"
#include "wmi_query.h"

/* Counters are of now; what people configure is asked for again after a while. */
#define NOW    G_TIME_SPAN_SECOND
#define LATELY (10 * G_TIME_SPAN_SECOND)

/* clang-format off */
static const HvrReadingRow rows[] = {
    [HVR_READING_CPU]        = { "cpu",        NOW,                1, hvr_reading_fetch_cpu },
    [HVR_READING_MEMORY]     = { "memory",     NOW,                2, hvr_reading_fetch_memory },
    [HVR_READING_DISKS]      = { "disks",      NOW,                1, hvr_reading_fetch_disks },
    [HVR_READING_TRAFFIC]    = { "traffic",    NOW,                1, hvr_reading_fetch_traffic },
    [HVR_READING_ADAPTERS]   = { "adapters",   LATELY,             1, hvr_reading_fetch_adapters },
    [HVR_READING_NODE]       = { "node",       NOW,                1, hvr_reading_fetch_node },
    [HVR_READING_PROCESSORS] = { "processors", NOW,                1, hvr_reading_fetch_processors },
    [HVR_READING_NETWORKS]   = { "networks",   LATELY,             2, hvr_reading_fetch_networks },
    [HVR_READING_INTERFACES] = { "interfaces", LATELY,             2, hvr_reading_fetch_interfaces },
    [HVR_READING_DRIVES]     = { "drives",     LATELY,             1, hvr_reading_fetch_drives },
    [HVR_READING_STORAGE]    = { "storage",    LATELY,             2, hvr_reading_fetch_storage },
    [HVR_READING_SYSTEM]     = { "system",     G_TIME_SPAN_MINUTE, 2, hvr_reading_fetch_system },
};
/* clang-format on */
G_STATIC_ASSERT(G_N_ELEMENTS(rows) == HVR_N_READINGS);

const HvrReadingRow *
hvr_reading_get_row(HvrReadingKind kind)
{
    g_return_val_if_fail(kind < HVR_N_READINGS, NULL);

    return &rows[kind];
}

GPtrArray *
hvr_reading_list(HvrWmiSession *session,
                 const HvrWmiClass *type,
                 const char *properties,
                 guint64 windows,
                 GCancellable *cancellable,
                 GError **error)
{
    g_autofree char *known = hvr_repl_projection_format(type, properties, windows);
    g_autoptr(HvrWmiQuery) query = hvr_wmi_query_new(known, type->name);
    gboolean is_windows = g_str_has_prefix(type->name, "Win32_");

    return hvr_wmi_session_list(session, is_windows ? HVR_WMI_CIMV2 : HVR_WMI_NAMESPACE, type,
                                hvr_wmi_query_get_text(query), cancellable, error);
}

GPtrArray *
hvr_reading_collect(const HvrReadingQuery *query,
                    HvrWmiSession *session,
                    guint64 windows,
                    GCancellable *cancellable,
                    GError **error)
{
    const char *host = hvr_wmi_session_get_host(session);
    g_autoptr(GPtrArray) objects =
        hvr_reading_list(session, query->type, query->properties, windows, cancellable, error);
    GPtrArray *values;

    if (objects == NULL)
        return NULL;

    values = g_ptr_array_new_with_free_func(query->free_value);
    for (guint i = 0; i < objects->len; i++) {
        gpointer value = query->make(objects->pdata[i], host);

        if (value != NULL)
            g_ptr_array_add(values, value);
    }

    return values;
}

char *
hvr_reading_format_mac(const char *digits)
{
    GString *text;

    if (digits == NULL || strlen(digits) != 12 ||
        strspn(digits, G_CSET_DIGITS "abcdefABCDEF") != 12 || strcmp(digits, "000000000000") == 0)
        return g_strdup("");

    text = g_string_new(NULL);
    for (guint i = 0; i < 12; i++) {
        if (i > 0 && i % 2 == 0)
            g_string_append_c(text, ':');
        g_string_append_c(text, g_ascii_tolower(digits[i]));
    }

    return g_string_free(text, FALSE);
}

gboolean
hvr_reading_parse_index(const char *name, const char *prefix, guint *out_index)
{
    guint64 index;

    if (name == NULL || !g_str_has_prefix(name, prefix) ||
        !g_ascii_string_to_unsigned(name + strlen(prefix), 10, 0, G_MAXUINT16, &index, NULL))
        return FALSE;

    *out_index = (guint)index;

    return TRUE;
}

const HvrCpuTime *
hvr_cpu_time_find(GPtrArray *cpus, const char *machine, guint index)
{
    for (guint i = 0; i < cpus->len; i++) {
        const HvrCpuTime *cpu = cpus->pdata[i];

        if (cpu->index == index && strcmp(cpu->machine, machine) == 0)
            return cpu;
    }

    return NULL;
}

const HvrMemoryUse *
hvr_memory_use_find(GPtrArray *memory, const char *guid)
{
    for (guint i = 0; i < memory->len; i++) {
        const HvrMemoryUse *use = memory->pdata[i];

        if (strcmp(use->guid, guid) == 0)
            return use;
    }

    return NULL;
}

/* Older hosts write "-" for each "\" of a path, some with "\\?\" before it. */
static gboolean
is_image(const char *image, const char *path)
{
    static const char *const prefixes[] = { "\\\\?\\", "--?-" };

    for (guint i = 0; i < G_N_ELEMENTS(prefixes); i++) {
        if (g_str_has_prefix(image, prefixes[i]))
            image += strlen(prefixes[i]);
    }
    for (; *image != '\0' && *path != '\0'; image++, path++) {
        if (g_ascii_tolower(*image) != g_ascii_tolower(*path) && !(*image == '-' && *path == '\\'))
            return FALSE;
    }

    return *image == *path;
}

const HvrDiskCounters *
hvr_disk_counters_find(GPtrArray *disks, const char *path)
{
    for (guint i = 0; i < disks->len; i++) {
        const HvrDiskCounters *counters = disks->pdata[i];

        if (is_image(counters->image, path))
            return counters;
    }

    return NULL;
}

const HvrTraffic *
hvr_traffic_find(GPtrArray *traffic, const HvrAdapter *adapter)
{
    for (guint i = 0; i < traffic->len; i++) {
        const HvrTraffic *counters = traffic->pdata[i];
        g_autofree char *upper = g_ascii_strup(counters->counter, -1);

        if (strstr(upper, adapter->guid) != NULL)
            return counters;
    }

    return NULL;
}

const HvrAdapter *
hvr_adapter_find(GPtrArray *adapters, const char *machine, const char *device)
{
    for (guint i = 0; i < adapters->len; i++) {
        const HvrAdapter *adapter = adapters->pdata[i];

        if (strcmp(adapter->machine, machine) == 0 &&
            (strcmp(adapter->name, device) == 0 || g_ascii_strcasecmp(adapter->mac, device) == 0 ||
             g_ascii_strcasecmp(adapter->guid, device) == 0))
            return adapter;
    }

    return NULL;
}

GPtrArray *
hvr_adapter_list(GPtrArray *adapters, const char *machine)
{
    GPtrArray *own = g_ptr_array_new();

    for (guint i = 0; i < adapters->len; i++) {
        HvrAdapter *adapter = adapters->pdata[i];

        if (strcmp(adapter->machine, machine) == 0)
            g_ptr_array_add(own, adapter);
    }

    return own;
}

const HvrNetwork *
hvr_network_find(GPtrArray *networks, const char *name, const guchar *uuid)
{
    for (guint i = 0; i < networks->len; i++) {
        const HvrNetwork *network = networks->pdata[i];

        if (name != NULL ? strcmp(network->name, name) == 0
                         : memcmp(network->uuid, uuid, sizeof network->uuid) == 0)
            return network;
    }

    return NULL;
}

const HvrInterface *
hvr_interface_find(GPtrArray *interfaces, const char *name, const char *mac, const char *id)
{
    for (guint i = 0; i < interfaces->len; i++) {
        const HvrInterface *interface = interfaces->pdata[i];

        if ((name != NULL && strcmp(interface->name, name) == 0) ||
            (mac != NULL && *mac != '\0' && g_ascii_strcasecmp(interface->mac, mac) == 0) ||
            (id != NULL && g_ascii_strcasecmp(interface->id, id) == 0))
            return interface;
    }

    return NULL;
}

const HvrStorage *
hvr_storage_find(GPtrArray *storage, const char *machine)
{
    for (guint i = 0; i < storage->len; i++) {
        const HvrStorage *own = storage->pdata[i];

        if (strcmp(own->machine, machine) == 0)
            return own;
    }

    return NULL;
}

const HvrDrive *
hvr_drive_find(GPtrArray *drives, const char *name, const guchar *uuid)
{
    for (guint i = 0; i < drives->len; i++) {
        const HvrDrive *drive = drives->pdata[i];

        if (name != NULL ? g_ascii_strcasecmp(drive->name, name) == 0
                         : memcmp(drive->uuid, uuid, sizeof drive->uuid) == 0)
            return drive;
    }

    return NULL;
}
