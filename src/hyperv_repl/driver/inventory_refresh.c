/* inventory_refresh.c: in which portions a host is asked, and which one is next
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "inventory_refresh.h"

#include "job_kind.h"
#include "repl_projection.h"
#include "wmi_job.h"
#include "wmi_path.h"
#include "wmi_query.h"

/* Everything is asked anew at least this often: what nothing announces, like
 * checkpoints and recovery points, shows up after that time. */
#define FULL_INTERVAL (60 * G_TIME_SPAN_SECOND)

/* Only what is used, so that hundreds of machines fit a page (WinRM cuts pages
 * at 256,000 characters). */
#define SETTINGS_PROPERTIES                                                                        \
    "InstanceID,ElementName,VirtualSystemIdentifier,VirtualSystemType,VirtualSystemSubType,"       \
    "Notes,CreationTime,Parent,AutomaticStartupAction,IsSaved"
#define PROCESSOR_PROPERTIES "InstanceID,VirtualQuantity"
#define MEMORY_PROPERTIES    "InstanceID,VirtualQuantity,Limit,DynamicMemoryEnabled"
#define STORAGE_PROPERTIES   "InstanceID,ResourceSubType,HostResource,Parent"

typedef struct _Question Question;
typedef gboolean (*Ask)(const Question *question,
                        const HvrInventoryHost *host,
                        HvrInventory *inventory,
                        GError **error);

/**
 * Question:
 * @offset: of the list in an #HvrInventory, but for ask_owners()
 * @type: for ask_class()
 * @properties: the same
 */
struct _Question {
    Ask ask;
    gsize offset;
    const HvrWmiClass *type;
    const char *properties;
};

/* @objects: (transfer full) (nullable) */
static gboolean
take(const Question *question, HvrInventory *inventory, GPtrArray *objects)
{
    GPtrArray **list = G_STRUCT_MEMBER_P(inventory, question->offset);

    if (objects == NULL)
        return FALSE;

    g_clear_pointer(list, g_ptr_array_unref);
    *list = objects;

    return TRUE;
}

static gboolean
ask_class(const Question *question,
          const HvrInventoryHost *host,
          HvrInventory *inventory,
          GError **error)
{
    const HvrWmiClass *type = question->type;
    g_autofree char *known = hvr_repl_projection_format(type, question->properties, host->windows);
    g_autoptr(HvrWmiQuery) query = hvr_wmi_query_new(known, type->name);

    return take(question, inventory,
                hvr_wmi_session_list(host->session, HVR_WMI_NAMESPACE, type,
                                     hvr_wmi_query_get_text(query), host->cancellable, error));
}

/* Jobs in the background are not asked for: with many machines and short
 * intervals a host has thousands that ended in the last five minutes. */
static gboolean
ask_jobs(const Question *question,
         const HvrInventoryHost *host,
         HvrInventory *inventory,
         GError **error)
{
    g_autoptr(GArray) unwanted = g_array_new(FALSE, FALSE, sizeof(guint16));
    guint n_kinds;
    const HvrJobKind *kinds = hvr_job_kind_list(&n_kinds);

    for (guint i = 0; i < n_kinds; i++) {
        if (kinds[i].role == HVR_JOB_BACKGROUND)
            g_array_append_val(unwanted, kinds[i].type);
    }

    return take(question, inventory,
                hvr_wmi_job_list(host->session, (const guint16 *)(gconstpointer)unwanted->data,
                                 unwanted->len, host->cancellable, error));
}

static gboolean
ask_relationships(const Question *question,
                  const HvrInventoryHost *host,
                  HvrInventory *inventory,
                  GError **error)
{
    return take(question, inventory,
                hvr_repl_relationship_list(host->session, host->windows, host->cancellable, error));
}

static gboolean
ask_replications(const Question *question,
                 const HvrInventoryHost *host,
                 HvrInventory *inventory,
                 GError **error)
{
    return take(question, inventory,
                hvr_repl_relationship_list_settings(host->session, host->windows, host->cancellable,
                                                    error));
}

static gboolean
ask_owners(const Question *question,
           const HvrInventoryHost *host,
           HvrInventory *inventory,
           GError **error)
{
    return hvr_inventory_fetch_owners(inventory, host->owners, host->session, host->cancellable,
                                      error);
}

#define AT(list) G_STRUCT_OFFSET(HvrInventory, list)

/* clang-format off */
static const Question questions[HVR_INVENTORY_N_REFRESHES][HVR_INVENTORY_MAX_QUESTIONS] = {
    [HVR_INVENTORY_STATE] = {
        { ask_jobs,          AT(jobs) },
        { ask_class,         AT(systems),    &hvr_wmi_class_Msvm_ComputerSystem,                HVR_INVENTORY_SYSTEM_PROPERTIES },
        { ask_relationships, AT(relationships) },
    },
    [HVR_INVENTORY_SETTINGS] = {
        { ask_class,         AT(settings),   &hvr_wmi_class_Msvm_VirtualSystemSettingData,      SETTINGS_PROPERTIES },
        { ask_class,         AT(processors), &hvr_wmi_class_Msvm_ProcessorSettingData,          PROCESSOR_PROPERTIES },
        { ask_class,         AT(memory),     &hvr_wmi_class_Msvm_MemorySettingData,             MEMORY_PROPERTIES },
    },
    [HVR_INVENTORY_DEVICES] = {
        { ask_class,         AT(storage),    &hvr_wmi_class_Msvm_StorageAllocationSettingData,  STORAGE_PROPERTIES },
        { ask_replications,  AT(replications) },
        { ask_owners },
    },
};
/* clang-format on */

gboolean
hvr_inventory_refresh(HvrInventory *inventory,
                      HvrInventoryRefresh refresh,
                      const HvrInventoryHost *host,
                      GError **error)
{
    for (guint i = 0; i < HVR_INVENTORY_MAX_QUESTIONS; i++) {
        const Question *question = &questions[refresh][i];

        if (question->ask != NULL && !question->ask(question, host, inventory, error))
            return FALSE;
    }

    return TRUE;
}

HvrInventoryRefresh
hvr_inventory_refresh_choose(const gint64 *times,
                             gint64 now,
                             GTimeSpan interval,
                             HvrInventoryMoment moment)
{
    gboolean is_settings_older = times[HVR_INVENTORY_SETTINGS] <= times[HVR_INVENTORY_DEVICES];
    HvrInventoryRefresh oldest = is_settings_older ? HVR_INVENTORY_SETTINGS : HVR_INVENTORY_DEVICES;
    HvrInventoryRefresh newest = is_settings_older ? HVR_INVENTORY_DEVICES : HVR_INVENTORY_SETTINGS;
    gboolean is_overdue = now - times[oldest] >= FULL_INTERVAL;
    gboolean is_spread = interval < FULL_INTERVAL;
    gboolean is_turn = times[HVR_INVENTORY_STATE] >= times[newest];

    switch (moment) {
    case HVR_INVENTORY_TOLD:
        return is_overdue && !is_spread ? oldest : HVR_INVENTORY_N_REFRESHES;
    case HVR_INVENTORY_RESTED:
        return is_overdue && is_spread && is_turn ? oldest : HVR_INVENTORY_STATE;
    case HVR_INVENTORY_WOKEN:
        break;
    }

    return HVR_INVENTORY_STATE;
}
