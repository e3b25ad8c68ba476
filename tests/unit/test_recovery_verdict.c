/* test_recovery_verdict.c: what became of a verb, as jobs and state tell it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/libvirt.h>
#include <string.h>

#include "host.h"
#include "recovery_verdict.h"

#define GUID "33333333-3333-4333-8333-333333333333"

static HvrJournalLine *
make_line(const char *name, guint what)
{
    HvrOperationRecord *record = g_new0(HvrOperationRecord, 1);
    HvrJournalLine *line = hvr_journal_line_new(record);

    record->plan = g_strdup(name);
    record->guid = g_strdup(GUID);
    record->vm = g_strdup("app01");
    record->source = g_strdup("hv-a");
    record->wishes = what;
    line->is_verb = line->wait = TRUE;
    line->request = g_strdup("Class.Method");
    line->state = VIR_DOMAIN_SHUTOFF;

    return line;
}

/* A picture with the machine on it, unless it is gone. */
static HvrPicture *
make_picture(int state)
{
    HvrPicture *picture = hvr_picture_new();
    HvrDomain *domain;

    if (state < 0)
        return picture;

    domain = hvr_domain_new(GUID, "app01");
    domain->state = state;
    hvr_picture_add(picture, domain);

    return picture;
}

#define GONE -1
#define AGE  (7 * G_TIME_SPAN_SECOND)

/* clang-format off */
static const struct {
    const char *name;
    const char *verb;
    guint what;
    gboolean removes;
    int state;      /* of the machine now */
    int job;        /* virDomainJobType, 0: none */
    const char *job_of_line; /* (nullable): the one the line knows */
    gboolean is_replication;
    guint64 elapsed_ms;
    HvrOperationPhase phase;
    const char *says;
} rows[] = {
    { "power-shown",    "start",    HVR_POWER_START,   FALSE, VIR_DOMAIN_RUNNING, 0, NULL, FALSE, 0, HVR_OPERATION_DONE,    "it took effect" },
    { "power-undone",   "start",    HVR_POWER_START,   FALSE, VIR_DOMAIN_SHUTOFF, 0, NULL, FALSE, 0, HVR_OPERATION_UNDONE,  "it did not take effect" },
    { "power-other",    "destroy",  HVR_POWER_DESTROY, FALSE, VIR_DOMAIN_SHUTOFF, 0, NULL, FALSE, 0, HVR_OPERATION_DONE,    "it took effect" },
    { "power-no-proof", "reset",    HVR_POWER_RESET,   FALSE, VIR_DOMAIN_RUNNING, 0, NULL, FALSE, 0, HVR_OPERATION_UNCLEAR, "is unknown" },
    { "nobody-knows",   "send-key", 0,                 FALSE, VIR_DOMAIN_RUNNING, 0, NULL, FALSE, 0, HVR_OPERATION_UNCLEAR, "is unknown" },
    { "wrong-number",   "start",    9999,              FALSE, VIR_DOMAIN_RUNNING, 0, NULL, FALSE, 0, HVR_OPERATION_UNCLEAR, "is unknown" },
    { "gone",           "start",    HVR_POWER_START,   FALSE, GONE,               0, NULL, FALSE, 0, HVR_OPERATION_UNCLEAR, "no longer has the machine" },
    { "removed",        "undefine", 0,                 TRUE,  GONE,               0, NULL, FALSE, 0, HVR_OPERATION_DONE,    "it took effect" },
    { "not-removed",    "undefine", 0,                 TRUE,  VIR_DOMAIN_SHUTOFF, 0, NULL, FALSE, 0, HVR_OPERATION_UNDONE,  "it did not take effect" },
    { "job-runs",       "start",    HVR_POWER_START,   FALSE, VIR_DOMAIN_SHUTOFF, VIR_DOMAIN_JOB_BOUNDED,   "job-1", FALSE, 999000, HVR_OPERATION_STARTED, "goes on, at 30 percent" },
    { "job-completed",  "start",    HVR_POWER_START,   FALSE, VIR_DOMAIN_SHUTOFF, VIR_DOMAIN_JOB_COMPLETED, "job-1", FALSE, 0, HVR_OPERATION_DONE,   "has completed" },
    { "job-failed",     "start",    HVR_POWER_START,   FALSE, VIR_DOMAIN_RUNNING, VIR_DOMAIN_JOB_FAILED,    "job-1", FALSE, 0, HVR_OPERATION_FAILED, "has failed: no room" },
    { "job-forgotten",  "start",    HVR_POWER_START,   FALSE, VIR_DOMAIN_RUNNING, VIR_DOMAIN_JOB_FAILED,    "job-0", FALSE, 0, HVR_OPERATION_DONE,   "it took effect" },
    { "job-found",      "start",    HVR_POWER_START,   FALSE, VIR_DOMAIN_SHUTOFF, VIR_DOMAIN_JOB_BOUNDED,   NULL, FALSE, 7000, HVR_OPERATION_STARTED, "goes on" },
    { "job-too-old",    "start",    HVR_POWER_START,   FALSE, VIR_DOMAIN_SHUTOFF, VIR_DOMAIN_JOB_BOUNDED,   NULL, FALSE, 11000, HVR_OPERATION_UNDONE, "it did not take effect" },
    { "job-of-another", "start",    HVR_POWER_START,   FALSE, VIR_DOMAIN_SHUTOFF, VIR_DOMAIN_JOB_BOUNDED,   NULL, TRUE,  7000, HVR_OPERATION_UNDONE, "it did not take effect" },
    { "job-has-ended",  "start",    HVR_POWER_START,   FALSE, VIR_DOMAIN_SHUTOFF, VIR_DOMAIN_JOB_COMPLETED, NULL, FALSE, 7000, HVR_OPERATION_UNDONE, "it did not take effect" },
};
/* clang-format on */

static void
test_verb(gconstpointer data)
{
    guint i = GPOINTER_TO_UINT(data);
    g_autoptr(HvrJournalLine) line = make_line(rows[i].verb, rows[i].what);
    g_autoptr(HvrPicture) picture = make_picture(rows[i].state);
    g_autofree char *message = NULL;

    line->removes = rows[i].removes;
    line->job = g_strdup(rows[i].job_of_line);
    if (rows[i].job != 0) {
        HvrJob *job = hvr_job_new("job-1", GUID);

        job->type = rows[i].job;
        job->title = g_strdup("Starting");
        job->percent = 30;
        job->elapsed_ms = rows[i].elapsed_ms;
        job->error = g_strdup("no room");
        job->is_held = TRUE;
        job->is_replication = rows[i].is_replication;
        g_ptr_array_add(picture->jobs, job);
    }

    g_assert_cmpint(hvr_recovery_verdict_find(line, picture, AGE, &message), ==, rows[i].phase);
    g_assert_nonnull(
        strstr(message, "of 'app01' on host 'hv-a' was interrupted at 'Class.Method'"));
    g_assert_nonnull(strstr(message, rows[i].says));
}

/* InstanceIDs of checkpoints before and now, the current one marked with a star. */
/* clang-format off */
static const struct {
    const char *name;
    const char *verb;
    const char *before; /* a line each */
    const char *current;
    const char *now;
    const char *current_now;
    HvrOperationPhase phase;
} checkpoint_rows[] = {
    { "made",         "make-checkpoint",     "",       NULL, "a\n",    "a",  HVR_OPERATION_DONE },
    { "not-made",     "make-checkpoint",     "a\n",    "a",  "a\n",    "a",  HVR_OPERATION_UNDONE },
    { "swapped",      "make-checkpoint",     "a\n",    "a",  "b\n",    "b",  HVR_OPERATION_DONE },
    { "removed",      "remove-checkpoint",   "a\nb\n", "b",  "a\n",    "a",  HVR_OPERATION_DONE },
    { "not-removed",  "remove-checkpoint",   "a\n",    "a",  "a\n",    "a",  HVR_OPERATION_UNDONE },
    { "applied",      "apply-checkpoint",    "a\nb\n", "b",  "a\nb\n", "a",  HVR_OPERATION_DONE },
    { "not-applied",  "apply-checkpoint",    "a\n",    "a",  "a\n",    "a",  HVR_OPERATION_UNCLEAR },
    { "described",    "describe-checkpoint", "a\n",    "a",  "a\n",    "a",  HVR_OPERATION_UNCLEAR },
};
/* clang-format on */

static void
test_checkpoint(gconstpointer data)
{
    guint i = GPOINTER_TO_UINT(data);
    g_autoptr(HvrJournalLine) line = make_line(checkpoint_rows[i].verb, 0);
    g_autoptr(HvrPicture) picture = make_picture(VIR_DOMAIN_SHUTOFF);
    HvrDomain *domain = hvr_picture_find(picture, GUID);
    g_auto(GStrv) ids = g_strsplit(checkpoint_rows[i].now, "\n", -1);
    g_autofree char *message = NULL;

    line->checkpoints = g_strdup(checkpoint_rows[i].before);
    line->current = g_strdup(checkpoint_rows[i].current);
    for (guint k = 0; ids[k] != NULL && *ids[k] != '\0'; k++) {
        HvrSnapshot *snapshot = hvr_snapshot_new(ids[k], ids[k], 0, 0);

        snapshot->is_current = g_strcmp0(ids[k], checkpoint_rows[i].current_now) == 0;
        g_ptr_array_add(domain->snapshots, snapshot);
    }

    g_assert_cmpint(hvr_recovery_verdict_find(line, picture, AGE, &message), ==,
                    checkpoint_rows[i].phase);
}

/* clang-format off */
static const struct {
    const char *name;
    const char *request;
    gint64 before;
    gint64 now;
    HvrOperationPhase phase;
} configure_rows[] = {
    { "untouched", "Msvm_VirtualSystemManagementService.ModifyResourceSettings", 5, 5, HVR_OPERATION_UNDONE  },
    { "touched",   "Msvm_VirtualSystemManagementService.ModifyResourceSettings", 5, 6, HVR_OPERATION_UNCLEAR },
    { "no-time",   "Msvm_VirtualSystemManagementService.ModifyResourceSettings", 0, 0, HVR_OPERATION_UNCLEAR },
    { "other",     "Msvm_Keyboard.TypeKey",                                      5, 5, HVR_OPERATION_UNCLEAR },
};
/* clang-format on */

static void
test_configure(gconstpointer data)
{
    guint i = GPOINTER_TO_UINT(data);
    g_autoptr(HvrJournalLine) line = make_line("set-vcpus", 0);
    g_autoptr(HvrPicture) picture = make_picture(VIR_DOMAIN_SHUTOFF);
    g_autofree char *message = NULL;

    g_free(line->request);
    line->request = g_strdup(configure_rows[i].request);
    line->configured = configure_rows[i].before;
    hvr_picture_find(picture, GUID)->configured = configure_rows[i].now;

    g_assert_cmpint(hvr_recovery_verdict_find(line, picture, AGE, &message), ==,
                    configure_rows[i].phase);
}

/* A part of something is never told as done, but as undone if it is. */
static void
test_sequel(void)
{
    g_autoptr(HvrJournalLine) line = make_line("make-checkpoint", 0);
    g_autoptr(HvrPicture) picture = make_picture(VIR_DOMAIN_SHUTOFF);
    g_autofree char *undone = NULL;
    g_autofree char *message = NULL;
    HvrDomain *domain = hvr_picture_find(picture, GUID);

    line->step_name = g_strdup(HVR_JOURNAL_SEQUEL);
    g_assert_cmpint(hvr_recovery_verdict_find(line, picture, AGE, &undone), ==,
                    HVR_OPERATION_UNDONE);
    g_assert_null(strstr(undone, "follow"));

    g_ptr_array_add(domain->snapshots, hvr_snapshot_new("one", "one", 0, 0));
    g_assert_cmpint(hvr_recovery_verdict_find(line, picture, AGE, &message), ==,
                    HVR_OPERATION_UNCLEAR);
    g_assert_nonnull(strstr(message,
                            "'make-checkpoint' of 'app01' on host 'hv-a' was interrupted at "
                            "'Class.Method'; it took effect"));
    g_assert_true(g_str_has_suffix(message, "; what was to follow it may be missing"));
}

static void
test_successor(void)
{
    g_autoptr(HvrJournalLine) line = make_line("planned-failover", 0);
    g_autofree char *message = NULL;

    line->is_verb = FALSE;
    line->step_name = g_strdup("prepare");
    message = hvr_recovery_verdict_describe_successor(line, "cancel-prepare");
    g_assert_cmpstr(
        message, ==,
        "'planned-failover' of 'app01' on host 'hv-a' was interrupted at 'prepare', then "
        "somebody went on with 'cancel-prepare'; it is left to him");
}

#define ADD_ALL(group, table, function)                                                            \
    for (guint i = 0; i < G_N_ELEMENTS(table); i++) {                                              \
        g_autofree char *path = g_strdup_printf("/recovery/verdict/" group "/%s", table[i].name);  \
                                                                                                   \
        g_test_add_data_func(path, GUINT_TO_POINTER(i), function);                                 \
    }

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD_ALL("verb", rows, test_verb);
    ADD_ALL("checkpoint", checkpoint_rows, test_checkpoint);
    ADD_ALL("configure", configure_rows, test_configure);
    g_test_add_func("/recovery/verdict/sequel", test_sequel);
    g_test_add_func("/recovery/verdict/successor", test_successor);

    return g_test_run();
}
