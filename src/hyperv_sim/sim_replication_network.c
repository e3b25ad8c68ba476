/* sim_replication_network.c: what adapters get for an address after a failover:
 * SetFailoverNetworkAdapterSettings
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_network.h"

#include "sim_embedded.h"
#include "sim_replication_call.h"
#include "sim_replication_method.h"
#include "wmi_object.h"

/* msvm-failovernetworkadaptersettingdata.md */
#define PROTOCOL_UNKNOWN 0
#define PROTOCOL_IPV4    4096
#define PROTOCOL_BOTH    4098
#define MAX_GATEWAYS     5

/* Its form is not documented (inferred). */
char *
hvs_network_dup_id(const HvsNic *nic)
{
    return g_strconcat(nic->instance_id, "\\FailoverSettings", NULL);
}

static gpointer
find_set(const HvsVm *vm, const char *id, guint *out_index)
{
    const HvsRelationship *first = vm->relationships[0];

    for (guint i = 0; first != NULL && first->adapters != NULL && i < first->adapters->len; i++) {
        Msvm_FailoverNetworkAdapterSettingData *set = g_ptr_array_index(first->adapters, i);

        if (g_ascii_strcasecmp(set->InstanceID, id) != 0)
            continue;
        if (out_index != NULL)
            *out_index = i;
        return set;
    }

    return NULL;
}

gpointer
hvs_network_new_object(const HvsVm *vm, const HvsNic *nic)
{
    g_autofree char *id = hvs_network_dup_id(nic);
    gconstpointer set = find_set(vm, id, NULL);
    gpointer object;

    if (set != NULL)
        return hvr_wmi_object_copy(set);

    object = hvr_wmi_object_new(&hvr_wmi_class_Msvm_FailoverNetworkAdapterSettingData);
    hvr_wmi_object_set_string(object, "InstanceID", id);
    hvr_wmi_object_set_uint(object, "ProtocolIFType", PROTOCOL_UNKNOWN);
    hvr_wmi_object_set_boolean(object, "DHCPEnabled", TRUE);

    return object;
}

static gboolean
has_adapter(const HvsVm *vm, const char *id)
{
    for (guint i = 0; id != NULL && i < vm->nics->len; i++) {
        g_autofree char *mine = hvs_network_dup_id(g_ptr_array_index(vm->nics, i));

        if (g_ascii_strcasecmp(mine, id) == 0)
            return TRUE;
    }

    return FALSE;
}

/* "IPAddresses and DHCPEnabled are required"; an adapter that only asks DHCP has
 * no address to give (inferred). */
static gboolean
has_valid_addresses(const Msvm_FailoverNetworkAdapterSettingData *given)
{
    guint n = given->IPAddresses != NULL ? g_strv_length(given->IPAddresses) : 0;
    guint n_subnets = given->Subnets != NULL ? g_strv_length(given->Subnets) : 0;

    if (!hvr_wmi_object_has(given, "DHCPEnabled") || (n == 0 && !given->DHCPEnabled))
        return FALSE;
    if (given->DefaultGateways != NULL && g_strv_length(given->DefaultGateways) > MAX_GATEWAYS)
        return FALSE;
    for (guint i = 0; i < n; i++) {
        if (!g_hostname_is_ip_address(given->IPAddresses[i]))
            return FALSE;
    }

    return n_subnets == n;
}

static gboolean
is_valid(const HvsVm *vm, const Msvm_FailoverNetworkAdapterSettingData *given)
{
    guint16 protocol = given->ProtocolIFType;
    gboolean is_known = protocol <= 1 || (protocol >= PROTOCOL_IPV4 && protocol <= PROTOCOL_BOTH);

    return is_known && has_adapter(vm, given->InstanceID) && has_valid_addresses(given);
}

static guint32
read_all(HvsCall *call, GPtrArray *out_given)
{
    const Msvm_ReplicationService_SetFailoverNetworkAdapterSettings_INPUT *input = call->input;

    if (input->NetworkSettings == NULL || input->NetworkSettings[0] == NULL)
        return HVS_RESULT_INVALID_PARAMETER;

    for (guint i = 0; input->NetworkSettings[i] != NULL; i++) {
        gpointer parsed = NULL;
        guint32 result = hvs_embedded_parse(call->host,
                                            &hvr_wmi_class_Msvm_FailoverNetworkAdapterSettingData,
                                            input->NetworkSettings[i], &parsed);

        if (result != HVS_RESULT_DONE)
            return result;
        g_ptr_array_add(out_given, parsed);
    }

    return HVS_RESULT_DONE;
}

static void
take_over(HvsRelationship *first, gconstpointer given)
{
    const Msvm_FailoverNetworkAdapterSettingData *settings = given;
    guint index = 0;

    if (first->adapters == NULL)
        first->adapters = g_ptr_array_new_with_free_func(hvr_wmi_object_free);
    if (find_set(first->vm, settings->InstanceID, &index) != NULL)
        g_ptr_array_remove_index(first->adapters, index);
    g_ptr_array_add(first->adapters, hvr_wmi_object_copy(given));
}

/* No JobType exists for this, so it answers at once (inferred). */
guint32
hvs_replication_set_network(HvsCall *call)
{
    g_autoptr(GPtrArray) given = g_ptr_array_new_with_free_func(hvr_wmi_object_free);
    HvsVm *vm = NULL;
    guint32 result = hvs_call_read(call, &vm, NULL, NULL, NULL);
    guint32 parsed = HVS_RESULT_DONE;

    if (result == HVS_RESULT_DONE || result == HVS_RESULT_NOT_AVAILABLE)
        parsed = read_all(call, given);
    result = parsed != HVS_RESULT_DONE ? parsed : result;
    if (result == HVS_RESULT_DONE)
        result = hvs_call_admit(vm->relationships[0], HVS_OPERATION_NETWORK);
    if (result != HVS_RESULT_DONE)
        return result;

    for (guint i = 0; i < given->len; i++) {
        if (!is_valid(vm, g_ptr_array_index(given, i)))
            return HVS_RESULT_INVALID_PARAMETER;
    }
    for (guint i = 0; i < given->len; i++)
        take_over(vm->relationships[0], g_ptr_array_index(given, i));

    return HVS_RESULT_DONE;
}
