/* test_inventory_job.c: Msvm_ConcreteJobs in our words
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "inventory_job.h"

#include <libvirt/libvirt.h>

#include "job_kind.h"

#define GUID "6DDC63C1-0135-40CA-B998-A606D91080E9"

typedef struct {
    const char *name;
    guint16 job_type;
    guint16 job_state;
    guint percent;
    guint16 error_code;
    gboolean is_scheduled;
    /* expected */
    int type;
    int operation;
    const char *kind;
    guint shown_percent;
    gboolean is_held;
    gboolean is_replication;
} Case;

#define BOUNDED   VIR_DOMAIN_JOB_BOUNDED
#define COMPLETED VIR_DOMAIN_JOB_COMPLETED
#define FAILED    VIR_DOMAIN_JOB_FAILED
#define CANCELLED VIR_DOMAIN_JOB_CANCELLED

/* Operations: 0 unknown, 1 start, 4 incoming, 5 outgoing, 7 snapshot revert (libvirt-domain.h). */
/* clang-format off */
static const Case cases[] = {
    { "initial",         94,  4,     42,  0,     FALSE, BOUNDED,   5, "initial-replication", 42,  TRUE,  TRUE },
    { "scheduled",       94,  2,     0,   0,     TRUE,  BOUNDED,   5, "initial-replication", 0,   FALSE, TRUE },
    { "new",             94,  2,     0,   0,     FALSE, BOUNDED,   5, "initial-replication", 0,   TRUE,  TRUE },
    { "begun-as-due",    94,  4,     1,   0,     TRUE,  BOUNDED,   5, "initial-replication", 1,   TRUE,  TRUE },
    { "suspended",       107, 5,     10,  0,     FALSE, BOUNDED,   5, "resynchronization",   10,  TRUE,  TRUE },
    { "failover",        97,  3,     0,   0,     FALSE, BOUNDED,   7, "failover",            0,   TRUE,  TRUE },
    { "import",          95,  4,     3,   0,     FALSE, BOUNDED,   4, "import-initial",      3,   TRUE,  TRUE },
    { "cycle",           105, 4,     50,  0,     FALSE, BOUNDED,   0, "send-delta",          50,  FALSE, TRUE },
    { "apply",           108, 4,     50,  0,     FALSE, BOUNDED,   4, "apply-log",           50,  FALSE, TRUE },
    { "prepare-check",   112, 4,     50,  0,     FALSE, BOUNDED,   0, "prepare-check",       50,  FALSE, TRUE },
    { "check",           113, 4,     50,  0,     FALSE, BOUNDED,   0, "check",               50,  FALSE, TRUE },
    { "cancel-check",    114, 4,     50,  0,     FALSE, BOUNDED,   0, "cancel-check",        50,  FALSE, TRUE },
    { "start",           12,  4,     5,   0,     FALSE, BOUNDED,   1, "start",               5,   TRUE,  FALSE },
    { "done",            94,  7,     97,  0,     FALSE, COMPLETED, 5, "initial-replication", 100, TRUE,  TRUE },
    { "done-with-error", 94,  7,     100, 32768, FALSE, FAILED,    5, "initial-replication", 100, TRUE,  TRUE },
    { "warnings",        94,  32768, 100, 1,     FALSE, COMPLETED, 5, "initial-replication", 100, TRUE,  TRUE },
    { "terminated",      94,  8,     30,  0,     FALSE, CANCELLED, 5, "initial-replication", 30,  TRUE,  TRUE },
    { "killed",          94,  9,     30,  0,     FALSE, CANCELLED, 5, "initial-replication", 30,  TRUE,  TRUE },
    { "exception",       99,  10,    30,  32775, FALSE, FAILED,    0, "commit-failover",     30,  TRUE,  TRUE },
    { "unknown-state",   99,  999,   30,  0,     FALSE, FAILED,    0, "commit-failover",     30,  TRUE,  TRUE },
    { "unknown-type",    999, 4,     30,  0,     FALSE, BOUNDED,   0, "unknown",             30,  TRUE,  FALSE },
    { "over-100",        94,  4,     300, 0,     FALSE, BOUNDED,   5, "initial-replication", 100, TRUE,  TRUE },
};
/* clang-format on */

static void
test_new(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(Msvm_ConcreteJob) cim = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ConcreteJob);
    g_autoptr(HvrJob) job = NULL;

    hvr_wmi_object_set_string(cim, "InstanceID", "J1");
    hvr_wmi_object_set_uint(cim, "JobType", c->job_type);
    hvr_wmi_object_set_uint(cim, "JobState", c->job_state);
    hvr_wmi_object_set_uint(cim, "PercentComplete", c->percent);
    hvr_wmi_object_set_uint(cim, "ErrorCode", c->error_code);
    hvr_wmi_object_set_boolean(cim, "Cancellable", TRUE);
    if (c->is_scheduled)
        hvr_wmi_object_set_time(cim, "ScheduledStartTime", G_USEC_PER_SEC);

    job = hvr_inventory_job_new(cim, GUID, "hv01");
    g_assert_cmpstr(job->id, ==, "J1");
    g_assert_cmpstr(job->guid, ==, GUID);
    g_assert_cmpint(job->type, ==, c->type);
    g_assert_cmpint(job->operation, ==, c->operation);
    g_assert_cmpstr(job->kind, ==, c->kind);
    g_assert_cmpuint(job->percent, ==, c->shown_percent);
    g_assert_cmpint(job->is_held, ==, c->is_held);
    g_assert_cmpint(job->is_replication, ==, c->is_replication);
    g_assert_true(job->cancellable);
    g_assert_true((job->error != NULL) == (c->type == FAILED || c->type == CANCELLED));
}

static void
test_times(void)
{
    g_autoptr(Msvm_ConcreteJob) cim = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ConcreteJob);
    g_autoptr(HvrJob) job = NULL;

    hvr_wmi_object_set_string(cim, "InstanceID", "J1");
    hvr_wmi_object_set_uint(cim, "JobState", 4);
    hvr_wmi_object_set_uint(cim, "PercentComplete", 25);
    hvr_wmi_object_set_interval(cim, "ElapsedTime", 10 * G_TIME_SPAN_SECOND);

    job = hvr_inventory_job_new(cim, NULL, "hv01");
    g_assert_cmpuint(job->elapsed_ms, ==, 10000);
    g_assert_cmpuint(job->remaining_ms, ==, 30000);
    g_assert_null(job->guid);
}

static void
test_error_text(void)
{
    g_autoptr(Msvm_ConcreteJob) cim = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ConcreteJob);
    g_autoptr(HvrJob) job = NULL;

    hvr_wmi_object_set_string(cim, "InstanceID", "J1");
    hvr_wmi_object_set_uint(cim, "JobState", 10);
    hvr_wmi_object_set_uint(cim, "ErrorCode", 32768);
    hvr_wmi_object_set_string(cim, "Caption", "Initiate Failover");
    hvr_wmi_object_set_string(cim, "ErrorDescription", "");
    hvr_wmi_object_set_string(cim, "ErrorSummaryDescription", "The disk is full.");

    job = hvr_inventory_job_new(cim, NULL, "hv01");
    g_assert_cmpstr(job->error, ==,
                    "host 'hv01': job 'Initiate Failover' ended as 'exception': The disk is full "
                    "(state 10, error code 32768)");
}

/* All that msvm-concretejob.md lists for replication, 90 to 125; no row twice,
 * no name twice. */
static void
test_table(void)
{
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    guint n_kinds;
    const HvrJobKind *kinds = hvr_job_kind_list(&n_kinds);

    for (guint16 type = 90; type <= 125; type++)
        g_assert_cmpuint(hvr_job_kind_get(type)->role, !=, HVR_JOB_POWER);
    for (guint i = 0; i < n_kinds; i++) {
        g_assert_true(hvr_job_kind_get(kinds[i].type) == &kinds[i]);
        g_assert_true(g_hash_table_add(names, (gpointer)kinds[i].name));
    }
    g_assert_cmpuint(n_kinds, ==, 56);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/inventory/job/new/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_new);
    }
    g_test_add_func("/inventory/job/times", test_times);
    g_test_add_func("/inventory/job/error-text", test_error_text);
    g_test_add_func("/inventory/job/table", test_table);

    return g_test_run();
}
