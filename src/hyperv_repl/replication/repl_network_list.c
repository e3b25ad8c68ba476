/* repl_network_list.c: a VM's network adapters as their host tells them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_network_object.h"

#include "repl_settings_object.h"
#include "wmi_path.h"
#include "wmi_query.h"

/* What Windows sends while it has not picked an address yet (recorded hosts). */
#define NO_MAC "000000000000"

/* One run: what was found, and where to look. */
typedef struct {
    HvrWmiSession *session;
    const char *vm;
    GCancellable *cancellable;
    GPtrArray *adapters;
    GHashTable *by_id; /* case-folded, to HvrReplAdapter */
} Run;

GPtrArray *
hvr_repl_network_list_objects(HvrWmiSession *session,
                              const HvrWmiClass *type,
                              const char *vm,
                              GCancellable *cancellable,
                              GError **error)
{
    g_autoptr(HvrWmiQuery) query = hvr_wmi_query_new(NULL, type->name);
    g_autofree char *pattern = vm != NULL ? g_strconcat("Microsoft:", vm, "%", NULL) : NULL;

    if (pattern != NULL)
        hvr_wmi_query_where(query, "InstanceID", "LIKE", pattern);

    return hvr_wmi_session_list(session, HVR_WMI_NAMESPACE, type, hvr_wmi_query_get_text(query),
                                cancellable, error);
}

static GPtrArray *
list(Run *run, const HvrWmiClass *type, const char *vm, GError **error)
{
    return hvr_repl_network_list_objects(run->session, type, vm, run->cancellable, error);
}

static char *
dup_some(const char *text)
{
    return text != NULL && text[0] != '\0' ? g_strdup(text) : NULL;
}

static char *
dup_mac(const char *address)
{
    return address == NULL || g_str_equal(address, NO_MAC) ? g_strdup("")
                                                           : g_ascii_strup(address, -1);
}

static gboolean
add_adapters(Run *run, GError **error)
{
    g_autoptr(GPtrArray)
        ports = list(run, &hvr_wmi_class_Msvm_SyntheticEthernetPortSettingData, run->vm, error);

    if (ports == NULL)
        return FALSE;
    for (guint i = 0; i < ports->len; i++) {
        const Msvm_SyntheticEthernetPortSettingData *port = ports->pdata[i];
        HvrReplAdapter *adapter;

        if (port->InstanceID == NULL)
            continue;
        adapter = g_new0(HvrReplAdapter, 1);
        adapter->id = g_strdup(port->InstanceID);
        adapter->name = g_strdup(port->ElementName != NULL ? port->ElementName : "");
        adapter->mac = dup_mac(port->Address);
        adapter->settings = hvr_repl_settings_new(HVR_REPL_ADAPTER);
        g_ptr_array_add(run->adapters, adapter);
        g_hash_table_replace(run->by_id, g_utf8_casefold(adapter->id, -1), adapter);
    }

    return TRUE;
}

static HvrReplAdapter *
find_by_id(Run *run, const char *id)
{
    g_autofree char *key = id != NULL ? g_utf8_casefold(id, -1) : NULL;

    return key != NULL ? g_hash_table_lookup(run->by_id, key) : NULL;
}

/* Returns: (nullable): the adapter of this machine that a path names. */
static HvrReplAdapter *
find_by_path(Run *run, const char *path)
{
    g_autofree char *id = path != NULL ? hvr_wmi_path_dup_key(path, "InstanceID") : NULL;

    return find_by_id(run, id);
}

/* The identifier's form is not documented, so the host's own links lead to it. */
static gboolean
read_links(Run *run, GHashTable *by_failover_id, GError **error)
{
    g_autoptr(GPtrArray) links =
        list(run, &hvr_wmi_class_Msvm_EthernetPortFailoverSettingDataComponent, NULL, error);

    if (links == NULL)
        return FALSE;
    for (guint i = 0; i < links->len; i++) {
        const Msvm_EthernetPortFailoverSettingDataComponent *link = links->pdata[i];
        HvrReplAdapter *adapter = find_by_path(run, link->GroupComponent);
        g_autofree char *id = link->PartComponent != NULL
                                  ? hvr_wmi_path_dup_key(link->PartComponent, "InstanceID")
                                  : NULL;

        if (adapter == NULL || id == NULL)
            continue;
        g_hash_table_replace(by_failover_id, g_utf8_casefold(id, -1), adapter);
        g_free(adapter->failover_id);
        adapter->failover_id = g_steal_pointer(&id);
    }

    return TRUE;
}

static gboolean
add_settings(Run *run, GError **error)
{
    g_autoptr(GHashTable)
        by_failover_id = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GPtrArray) objects = NULL;

    if (!read_links(run, by_failover_id, error))
        return FALSE;
    /* Only replicated machines have them. */
    if (g_hash_table_size(by_failover_id) == 0)
        return TRUE;
    objects = list(run, hvr_repl_settings_get_class(HVR_REPL_ADAPTER), NULL, error);
    if (objects == NULL)
        return FALSE;

    for (guint i = 0; i < objects->len; i++) {
        const Msvm_FailoverNetworkAdapterSettingData *object = objects->pdata[i];
        g_autofree char *key = object->InstanceID != NULL ? g_utf8_casefold(object->InstanceID, -1)
                                                          : NULL;
        HvrReplAdapter *adapter = key != NULL ? g_hash_table_lookup(by_failover_id, key) : NULL;

        if (adapter == NULL)
            continue;
        hvr_repl_settings_unref(adapter->settings);
        adapter->settings =
            hvr_repl_settings_new_from_object(HVR_REPL_ADAPTER, hvr_wmi_object_copy(object));
    }

    return TRUE;
}

/* What a connection leads to is a path for now: its switch's name is asked for at the end. */
static void
add_connection(HvrReplAdapter *adapter, const Msvm_EthernetPortAllocationSettingData *connection)
{
    gboolean is_connected = connection->EnabledState == HVR_REPL_NETWORK_CONNECTED &&
                            connection->HostResource != NULL;

    g_free(adapter->switch_name);
    adapter->switch_name = is_connected ? dup_some(connection->HostResource[0]) : NULL;
    g_free(adapter->test_switch);
    adapter->test_switch = dup_some(connection->TestReplicaSwitchName);
    g_free(adapter->test_pool);
    adapter->test_pool = dup_some(connection->TestReplicaPoolID);
}

static gboolean
add_connections(Run *run, gboolean *out_any, GError **error)
{
    g_autoptr(GPtrArray) connections =
        list(run, &hvr_wmi_class_Msvm_EthernetPortAllocationSettingData, run->vm, error);

    if (connections == NULL)
        return FALSE;
    for (guint i = 0; i < connections->len; i++) {
        const Msvm_EthernetPortAllocationSettingData *connection = connections->pdata[i];
        HvrReplAdapter *adapter = find_by_path(run, connection->Parent);

        if (adapter != NULL)
            add_connection(adapter, connection);
        *out_any = *out_any || (adapter != NULL && adapter->switch_name != NULL);
    }

    return TRUE;
}

/* Returns: (transfer full): the display name of the switch that @path leads to; without one the
 * path itself, since it is connected to something. */
static char *
dup_switch_name(GPtrArray *switches, const char *path)
{
    g_autofree char *guid = hvr_wmi_path_dup_key(path, "Name");

    for (guint i = 0; guid != NULL && i < switches->len; i++) {
        const Msvm_VirtualEthernetSwitch *one = switches->pdata[i];

        if (one->Name != NULL && one->ElementName != NULL &&
            g_ascii_strcasecmp(one->Name, guid) == 0)
            return g_strdup(one->ElementName);
    }

    return g_strdup(path);
}

static gboolean
name_switches(Run *run, GError **error)
{
    g_autoptr(GPtrArray)
        switches = list(run, &hvr_wmi_class_Msvm_VirtualEthernetSwitch, NULL, error);

    if (switches == NULL)
        return FALSE;
    for (guint i = 0; i < run->adapters->len; i++) {
        HvrReplAdapter *adapter = run->adapters->pdata[i];
        g_autofree char *path = adapter->switch_name;

        adapter->switch_name = path != NULL ? dup_switch_name(switches, path) : NULL;
    }

    return TRUE;
}

GPtrArray *
hvr_repl_network_list(HvrWmiSession *session,
                      const char *vm,
                      GCancellable *cancellable,
                      GError **error)
{
    g_autoptr(GPtrArray)
        adapters = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_repl_adapter_free);
    g_autoptr(GHashTable) by_id = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Run run = { session, vm, cancellable, adapters, by_id };
    gboolean is_connected = FALSE;

    if (!add_adapters(&run, error))
        return NULL;
    if (adapters->len == 0)
        return g_steal_pointer(&adapters);
    if (!add_settings(&run, error) || !add_connections(&run, &is_connected, error))
        return NULL;
    if (is_connected && !name_switches(&run, error))
        return NULL;

    return g_steal_pointer(&adapters);
}
