/* repl_network_switch.c: which switch a test failover connects an adapter to
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_network_object.h"

#include <string.h>

#include "repl_job.h"
#include "wmi_embedded.h"
#include "wmi_path.h"

/* msvm-ethernetportallocationsettingdata.md; the subtype as recorded hosts have it. */
#define RESOURCE_CONNECTION 33
#define SUBTYPE_CONNECTION  "Microsoft:Hyper-V:Ethernet Connection"

#define SERVICE(method) (&hvr_wmi_method_Msvm_VirtualSystemManagementService_##method)

static gboolean
is_parent(const char *path, const HvrReplAdapter *adapter)
{
    g_autofree char *id = path != NULL ? hvr_wmi_path_dup_key(path, "InstanceID") : NULL;

    return id != NULL && g_ascii_strcasecmp(id, adapter->id) == 0;
}

/* Returns: (transfer none) (nullable): the adapter's connection as the host has it. */
static gpointer
find_connection(GPtrArray *connections, const HvrReplAdapter *adapter)
{
    for (guint i = 0; i < connections->len; i++) {
        Msvm_EthernetPortAllocationSettingData *connection = connections->pdata[i];

        if (is_parent(connection->Parent, adapter))
            return connection;
    }

    return NULL;
}

/* Returns: (transfer full): "." is whichever host reads it. */
static char *
dup_port_path(const HvrReplAdapter *adapter)
{
    g_autoptr(HvrWmiPath)
        path = hvr_wmi_path_new(".", HVR_WMI_NAMESPACE, "Msvm_SyntheticEthernetPortSettingData");

    hvr_wmi_path_add(path, "InstanceID", adapter->id);

    return hvr_wmi_path_format(path);
}

/* An adapter that was never connected has no connection yet; the new one must
 * not connect the replica itself (inferred). */
static gpointer
new_connection(const HvrReplAdapter *adapter)
{
    gpointer connection = hvr_wmi_object_new(&hvr_wmi_class_Msvm_EthernetPortAllocationSettingData);
    g_autofree char *path = dup_port_path(adapter);

    hvr_wmi_object_set_uint(connection, "ResourceType", RESOURCE_CONNECTION);
    hvr_wmi_object_set_string(connection, "ResourceSubType", SUBTYPE_CONNECTION);
    hvr_wmi_object_set_string(connection, "Parent", path);
    hvr_wmi_object_set_uint(connection, "EnabledState", HVR_REPL_NETWORK_DISCONNECTED);

    return connection;
}

/* A property that is NULL is left out and stays as it is: "" is how to say none (inferred). */
static void
set_choice(gpointer connection, const char *test_switch, const char *test_pool)
{
    hvr_wmi_object_set_string(connection, "TestReplicaSwitchName",
                              test_switch != NULL ? test_switch : "");
    hvr_wmi_object_set_string(connection, "TestReplicaPoolID", test_pool != NULL ? test_pool : "");
}

static void
set_resource(gpointer input, gconstpointer connection)
{
    g_autofree char *text = hvr_wmi_embedded_format(connection);
    const char *texts[] = { text, NULL };

    hvr_wmi_object_set_strv(input, "ResourceSettings", texts);
}

static char *
add(HvrWmiSession *session,
    const char *vm,
    gconstpointer connection,
    GCancellable *cancellable,
    GError **error)
{
    g_autofree char *id = g_strconcat("Microsoft:", vm, NULL);
    g_autofree char *path = hvr_wmi_path_build("Msvm_VirtualSystemSettingData", "InstanceID", id);
    g_autoptr(HvrWmiObject) input = hvr_wmi_object_new(SERVICE(AddResourceSettings)->input);

    hvr_wmi_object_set_string(input, "AffectedConfiguration", path);
    set_resource(input, connection);

    return hvr_repl_job_start(session, SERVICE(AddResourceSettings), input, cancellable, error);
}

static char *
modify(HvrWmiSession *session, gconstpointer connection, GCancellable *cancellable, GError **error)
{
    g_autoptr(HvrWmiObject) input = hvr_wmi_object_new(SERVICE(ModifyResourceSettings)->input);

    set_resource(input, connection);

    return hvr_repl_job_start(session, SERVICE(ModifyResourceSettings), input, cancellable, error);
}

char *
hvr_repl_network_set_test_switch(HvrWmiSession *session,
                                 const char *vm,
                                 const HvrReplAdapter *adapter,
                                 const char *test_switch,
                                 const char *test_pool,
                                 GCancellable *cancellable,
                                 GError **error)
{
    g_autoptr(GPtrArray) connections = hvr_repl_network_list_objects(
        session, &hvr_wmi_class_Msvm_EthernetPortAllocationSettingData, vm, cancellable, error);
    g_autoptr(HvrWmiObject) connection = NULL;
    gconstpointer present;

    if (connections == NULL)
        return NULL;
    present = find_connection(connections, adapter);
    connection = present != NULL ? hvr_wmi_object_copy(present) : new_connection(adapter);
    set_choice(connection, test_switch, test_pool);

    return present != NULL ? modify(session, connection, cancellable, error)
                           : add(session, vm, connection, cancellable, error);
}
