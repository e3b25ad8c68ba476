/* wmi_subscription.c: what happens in the WMI of a host, as it happens
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wmi_subscription.h"

#include <string.h>

#include "hvr_xml.h"
#include "msvm_tables.h"
#include "wmi_codec.h"
#include "wmi_path.h"
#include "wmi_session_private.h"
#include "wsman_subscription.h"

struct _HvrWmiSubscription {
    HvrWmiSession *session;
    HvrWsmanSubscription *wire;
};

/* The intrinsic events of WMI (MS-WMI 2.2.4). */
/* clang-format off */
static const struct {
    const char *name;
    HvrWmiEventKind kind;
} kinds[] = {
    { "__InstanceCreationEvent",     HVR_WMI_EVENT_CREATION },
    { "__InstanceDeletionEvent",     HVR_WMI_EVENT_DELETION },
    { "__InstanceModificationEvent", HVR_WMI_EVENT_MODIFICATION },
};
/* clang-format on */

typedef struct {
    HvrWmiEventVisit visit;
    gpointer user_data;
} Visitor;

HvrWmiSubscription *
hvr_wmi_subscription_open(HvrWmiSession *session,
                          const char *wmi_namespace,
                          const char *wql,
                          GTimeSpan heartbeat,
                          GTimeSpan expires,
                          GCancellable *cancellable,
                          GError **error)
{
    g_autofree char *uri = hvr_wmi_resource_uri(wmi_namespace, "*");
    HvrWmiSubscription *subscription;
    HvrWsmanSubscription *wire;
    GError *failure = NULL;

    wire = hvr_wsman_subscription_open(hvr_wmi_session_get_client(session), uri, wql, heartbeat,
                                       expires, cancellable, &failure);
    if (wire == NULL) {
        hvr_wmi_session_fail(session, "Subscribe", failure, error);
        return NULL;
    }

    subscription = g_new0(HvrWmiSubscription, 1);
    subscription->session = session;
    subscription->wire = wire;

    return subscription;
}

void
hvr_wmi_subscription_close(HvrWmiSubscription *subscription)
{
    if (subscription == NULL)
        return;

    hvr_wsman_subscription_close(subscription->wire,
                                 hvr_wmi_session_get_client(subscription->session), NULL);
    g_free(subscription);
}

static HvrWmiEventKind
get_kind(const xmlNode *item)
{
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (strcmp((const char *)item->name, kinds[i].name) == 0)
            return kinds[i].kind;
    }

    return HVR_WMI_EVENT_UNKNOWN;
}

/* Returns: (transfer full) (nullable): the instance inside, %NULL if it is absent
 * or its class is none of the schema's. */
static HvrWmiObject *
decode(const xmlNode *item, const char *name)
{
    const HvrWmiClass *any = &hvr_wmi_class_CIM_ManagedElement;
    g_autoptr(HvrWmiObject) object = NULL;
    const xmlNode *node = hvr_xml_first_element(item);

    while (node != NULL && strcmp((const char *)node->name, name) != 0)
        node = hvr_xml_next_element(node);
    if (node != NULL)
        object = hvr_wmi_codec_decode(any, node, NULL, NULL);

    return object != NULL && object->type != any ? g_steal_pointer(&object) : NULL;
}

/* What cannot be read is an event nevertheless: the host's word that there is
 * something to look at. */
static gboolean
on_item(const xmlNode *item, gpointer user_data, GError **error)
{
    const Visitor *visitor = user_data;
    g_autoptr(HvrWmiObject) target = decode(item, "TargetInstance");
    g_autoptr(HvrWmiObject) previous = decode(item, "PreviousInstance");
    HvrWmiEvent event = { .kind = get_kind(item), .target = target };

    if (target != NULL && previous != NULL && previous->type == target->type)
        event.previous = previous;
    visitor->visit(&event, visitor->user_data);

    return TRUE;
}

gboolean
hvr_wmi_subscription_pull(HvrWmiSubscription *subscription,
                          GTimeSpan patience,
                          HvrWmiEventVisit visit,
                          gpointer user_data,
                          GCancellable *cancellable,
                          GError **error)
{
    HvrWmiSession *session = subscription->session;
    Visitor visitor = { visit, user_data };
    GError *failure = NULL;

    return hvr_wsman_subscription_pull(subscription->wire, hvr_wmi_session_get_client(session),
                                       patience, on_item, &visitor, cancellable, &failure) ||
           hvr_wmi_session_fail(session, "Pull", failure, error);
}

GTimeSpan
hvr_wmi_subscription_get_expires(const HvrWmiSubscription *subscription)
{
    return hvr_wsman_subscription_get_expires(subscription->wire);
}
