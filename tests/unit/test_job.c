/* test_job.c: jobs as libvirt's typed parameters
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "job.h"

#include <libvirt/libvirt.h>

/* One parameter as "name type value"; libvirt's clients insist on the type. */
static char *
format(const HvrParam *param)
{
    switch (param->type) {
    case VIR_TYPED_PARAM_INT:
        return g_strdup_printf("%s int %d", param->name, param->value.i);
    case VIR_TYPED_PARAM_UINT:
        return g_strdup_printf("%s uint %u", param->name, param->value.ui);
    case VIR_TYPED_PARAM_ULLONG:
        return g_strdup_printf("%s ullong %" G_GUINT64_FORMAT, param->name, param->value.ul);
    case VIR_TYPED_PARAM_BOOLEAN:
        return g_strdup_printf("%s boolean %d", param->name, param->value.b);
    case VIR_TYPED_PARAM_STRING:
        return g_strdup_printf("%s string %s", param->name, param->value.s);
    default:
        return g_strdup_printf("%s of type %d", param->name, param->type);
    }
}

typedef struct {
    const char *name;
    int type;
    guint percent;
    guint64 total;
    guint64 processed;
    const char *error;
    const char *expect[16];
} Case;

#define HEAD "operation int 5", "time_elapsed ullong 7000"
#define TAIL(status)                                                                               \
    "replication.id string J1", "replication.kind string initial-replication",                     \
        "replication.status string " status

/* Types and names: libvirt-domain.h, VIR_DOMAIN_JOB_*. */
/* clang-format off */
static const Case cases[] = {
    { "running-percent", VIR_DOMAIN_JOB_BOUNDED, 42, 0, 0, NULL,
      { HEAD, "time_remaining ullong 9000", "data_total ullong 100", "data_processed ullong 42", "data_remaining ullong 58",
        TAIL("running"), "replication.percent uint 42" } },
    { "running-bytes", VIR_DOMAIN_JOB_BOUNDED, 25, 4096, 1024, NULL,
      { HEAD, "time_remaining ullong 9000", "data_total ullong 4096", "data_processed ullong 1024", "data_remaining ullong 3072",
        "disk_total ullong 4096", "disk_processed ullong 1024", "disk_remaining ullong 3072",
        TAIL("running"), "replication.percent uint 25" } },
    { "more-than-all", VIR_DOMAIN_JOB_BOUNDED, 99, 10, 11, NULL,
      { HEAD, "time_remaining ullong 9000", "data_total ullong 10", "data_processed ullong 10", "data_remaining ullong 0",
        "disk_total ullong 10", "disk_processed ullong 10", "disk_remaining ullong 0",
        TAIL("running"), "replication.percent uint 99" } },
    { "completed", VIR_DOMAIN_JOB_COMPLETED, 100, 0, 0, NULL,
      { HEAD, "data_total ullong 100", "data_processed ullong 100", "data_remaining ullong 0", "success boolean 1",
        TAIL("completed"), "replication.percent uint 100" } },
    { "failed", VIR_DOMAIN_JOB_FAILED, 10, 0, 0, "no space",
      { HEAD, "data_total ullong 100", "data_processed ullong 10", "data_remaining ullong 90", "success boolean 0",
        "errmsg string no space", TAIL("failed"), "replication.percent uint 10" } },
    { "cancelled", VIR_DOMAIN_JOB_CANCELLED, 10, 0, 0, NULL,
      { HEAD, "data_total ullong 100", "data_processed ullong 10", "data_remaining ullong 90", "success boolean 0",
        TAIL("cancelled"), "replication.percent uint 10" } },
    { "forgotten", VIR_DOMAIN_JOB_NONE, 10, 0, 0, NULL,
      { HEAD, "data_total ullong 100", "data_processed ullong 10", "data_remaining ullong 90", "success boolean 0",
        TAIL("unknown"), "replication.percent uint 10" } },
};
/* clang-format on */

static void
test_params(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(HvrJob) job = hvr_job_new("J1", "6DDC63C1-0135-40CA-B998-A606D91080E9");
    g_autoptr(GPtrArray) params = NULL;

    job->type = c->type;
    job->operation = VIR_DOMAIN_JOB_OPERATION_MIGRATION_OUT;
    job->kind = g_strdup("initial-replication");
    job->percent = c->percent;
    job->elapsed_ms = 7000;
    job->remaining_ms = 9000;
    job->data_total = c->total;
    job->data_processed = c->processed;
    job->error = g_strdup(c->error);

    params = hvr_job_list_params(job);
    for (guint i = 0; i < params->len; i++) {
        g_autofree char *text = format(params->pdata[i]);

        g_assert_cmpstr(text, ==, c->expect[i]);
    }
    g_assert_null(c->expect[params->len]);
}

static void
test_status_of_nonsense(void)
{
    g_autoptr(HvrJob) job = hvr_job_new("J1", NULL);

    job->type = -1;
    g_assert_cmpstr(hvr_job_get_status(job), ==, "unknown");
    job->type = 77;
    g_assert_cmpstr(hvr_job_get_status(job), ==, "unknown");
    g_assert_false(hvr_job_is_running(job));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/job/params/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_params);
    }
    g_test_add_func("/job/status/nonsense", test_status_of_nonsense);

    return g_test_run();
}
