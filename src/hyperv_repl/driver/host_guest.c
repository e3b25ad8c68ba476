/* host_guest.c: asking a host what a guest tells it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "host_guest.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "errand.h"
#include "host_query.h"
#include "hvr_error.h"
#include "msvm_tables.h"
#include "wmi_embedded.h"
#include "wmi_path.h"
#include "wmi_query.h"

/* Guests are not trusted: what does not parse as an item is none. */
static void
add_items(HvrGuest *guest, char **texts)
{
    for (guint i = 0; texts != NULL && texts[i] != NULL; i++) {
        g_autoptr(HvrWmiObject) object =
            hvr_wmi_embedded_parse(&hvr_wmi_class_Msvm_KvpExchangeDataItem, texts[i], NULL);
        const Msvm_KvpExchangeDataItem *item = (gconstpointer)object;

        if (item != NULL && item->Name != NULL && item->Data != NULL)
            g_hash_table_replace(guest->items, g_strdup(item->Name), g_strdup(item->Data));
    }
}

static gboolean
fetch_items(HvrGuest *guest,
            HvrWmiSession *session,
            const char *guid,
            GCancellable *cancellable,
            GError **error)
{
    const HvrWmiClass *type = &hvr_wmi_class_Msvm_KvpExchangeComponent;
    g_autoptr(HvrWmiQuery)
        query = hvr_wmi_query_new("SystemName,DeviceID,GuestIntrinsicExchangeItems", type->name);
    g_autoptr(GPtrArray) components = NULL;

    hvr_wmi_query_where(query, "SystemName", "=", guid);
    components = hvr_wmi_session_list(session, HVR_WMI_NAMESPACE, type,
                                      hvr_wmi_query_get_text(query), cancellable, error);
    if (components == NULL)
        return FALSE;

    for (guint i = 0; i < components->len; i++)
        add_items(guest,
                  ((Msvm_KvpExchangeComponent *)components->pdata[i])->GuestIntrinsicExchangeItems);

    return TRUE;
}

static void
add_interface(HvrGuest *guest, const Msvm_GuestNetworkAdapterConfiguration *object)
{
    const char *adapter = strrchr(object->InstanceID, '\\');
    guint n_subnets = object->Subnets != NULL ? g_strv_length(object->Subnets) : 0;
    HvrGuestInterface *interface;

    if (adapter == NULL || object->IPAddresses == NULL || object->IPAddresses[0] == NULL)
        return;

    interface = hvr_guest_add_interface(guest, adapter + 1);
    for (guint i = 0; object->IPAddresses[i] != NULL; i++)
        hvr_guest_add_address(interface, object->IPAddresses[i],
                              i < n_subnets ? object->Subnets[i] : NULL);
}

/* InstanceID is Microsoft:GuestNetwork\MACHINE\ADAPTER (inferred). */
static gboolean
fetch_interfaces(HvrGuest *guest,
                 HvrWmiSession *session,
                 const char *guid,
                 GCancellable *cancellable,
                 GError **error)
{
    const HvrWmiClass *type = &hvr_wmi_class_Msvm_GuestNetworkAdapterConfiguration;
    g_autoptr(HvrWmiQuery) query = hvr_wmi_query_new("InstanceID,IPAddresses,Subnets", type->name);
    g_autofree char *pattern = g_strconcat("%", guid, "%", NULL);
    g_autoptr(GPtrArray) objects = NULL;

    hvr_wmi_query_where(query, "InstanceID", "LIKE", pattern);
    objects = hvr_wmi_session_list(session, HVR_WMI_NAMESPACE, type, hvr_wmi_query_get_text(query),
                                   cancellable, error);
    if (objects == NULL)
        return FALSE;

    for (guint i = 0; i < objects->len; i++) {
        const Msvm_GuestNetworkAdapterConfiguration *object = objects->pdata[i];

        if (object->InstanceID != NULL)
            add_interface(guest, object);
    }

    return TRUE;
}

static gpointer
fetch(HvrWmiSession *session, gpointer input, GCancellable *cancellable, GError **error)
{
    const char *guid = input;
    g_autoptr(HvrGuest) guest = hvr_guest_new();

    if (!fetch_items(guest, session, guid, cancellable, error) ||
        !fetch_interfaces(guest, session, guid, cancellable, error))
        return NULL;

    return g_steal_pointer(&guest);
}

void
hvr_host_ask_guest_async(HvrHost *host,
                         HvrDomain *domain,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
    HvrWork work = { fetch, NULL, g_free, (GDestroyNotify)hvr_guest_free };

    if (!hvr_domain_is_active(domain)) {
        g_autoptr(GTask) task = hvr_errand_new_task(host, cancellable, callback, user_data);
        GError *error = NULL;

        hvr_fail(&error, HVR_ERROR_STATE, _("domain is not running"));
        g_task_return_error(task, error);
        return;
    }

    work.input = g_strdup(domain->guid);
    hvr_host_query_async(host, domain, &work, cancellable, callback, user_data);
}

HvrGuest *
hvr_host_ask_guest_finish(HvrHost *host, GAsyncResult *result, GError **error)
{
    g_autoptr(HvrGuest) guest = hvr_host_query_finish(result, error);

    if (guest == NULL)
        return NULL;
    if (g_hash_table_size(guest->items) == 0 && guest->interfaces->len == 0)
        return hvr_fail_null(error, HVR_ERROR_UNSUPPORTED,
                             _("the guest tells nothing: its integration services do not run"));

    return g_steal_pointer(&guest);
}
