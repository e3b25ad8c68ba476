/* repl_test.c: test replicas and how to be rid of them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_test.h"

#include <glib/gi18n-lib.h>

#include "hvr_error.h"
#include "msvm_tables.h"
#include "repl_job.h"
#include "repl_state.h"
#include "wmi_path.h"
#include "wmi_query.h"

/* Returns: (transfer full) (nullable): a machine's GUID, upper case. */
static char *
dup_guid(const char *path)
{
    g_autofree char *name = path != NULL ? hvr_wmi_path_dup_key(path, "Name") : NULL;

    return name != NULL ? g_ascii_strup(name, -1) : NULL;
}

GHashTable *
hvr_repl_test_list(HvrWmiSession *session, GCancellable *cancellable, GError **error)
{
    /* All of it: nobody has recorded how references look in a projection. */
    const HvrWmiClass *type = &hvr_wmi_class_Msvm_ReplicaSystemDependency;
    g_autoptr(HvrWmiQuery) query = hvr_wmi_query_new(NULL, type->name);
    g_autoptr(GHashTable) tests = NULL;
    g_autoptr(GPtrArray) links = hvr_wmi_session_list(
        session, HVR_WMI_NAMESPACE, type, hvr_wmi_query_get_text(query), cancellable, error);

    if (links == NULL)
        return NULL;

    tests = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    for (guint i = 0; i < links->len; i++) {
        const Msvm_ReplicaSystemDependency *link = links->pdata[i];
        g_autofree char *replica = dup_guid(link->Antecedent);
        g_autofree char *test = dup_guid(link->Dependent);

        if (replica != NULL && test != NULL)
            g_hash_table_replace(tests, g_steal_pointer(&test), g_steal_pointer(&replica));
    }

    return g_steal_pointer(&tests);
}

/* What was seen a moment ago is not enough to destroy a machine. */
static gboolean
check_mode(HvrWmiSession *session, const char *path, GCancellable *cancellable, GError **error)
{
    g_autoptr(Msvm_ComputerSystem) system = hvr_wmi_session_fetch(
        session, &hvr_wmi_class_Msvm_ComputerSystem, path, cancellable, error);

    if (system == NULL)
        return FALSE;

    return (hvr_wmi_object_has(system, "ReplicationMode") &&
            system->ReplicationMode == HVR_REPL_MODE_TEST) ||
           hvr_fail(error, HVR_ERROR_STATE,
                    _("host '%1$s': '%2$s' is no test replica, it will not be destroyed"),
                    hvr_wmi_session_get_host(session),
                    system->ElementName != NULL ? system->ElementName : system->Name);
}

char *
hvr_repl_test_destroy(HvrWmiSession *session,
                      const char *test_vm,
                      GCancellable *cancellable,
                      GError **error)
{
    const HvrWmiMethod *method = &hvr_wmi_method_Msvm_VirtualSystemManagementService_DestroySystem;
    g_autofree char *path = hvr_wmi_path_build_system(test_vm);
    g_autoptr(HvrWmiObject) input = hvr_wmi_object_new(method->input);

    if (!check_mode(session, path, cancellable, error))
        return NULL;
    hvr_wmi_object_set_string(input, "AffectedSystem", path);

    return hvr_repl_job_start(session, method, input, cancellable, error);
}
