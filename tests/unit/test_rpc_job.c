/* test_rpc_job.c: a domain's running job and its last one
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/libvirt.h>
#include <string.h>

#include "hvr_error.h"
#include "rpc_client.h"

static HvrJob *
job_new(int type, guint64 data_total)
{
    HvrJob *job = hvr_job_new("job-1", FAKE_WEB01_GUID);

    job->type = type;
    job->operation = VIR_DOMAIN_JOB_OPERATION_MIGRATION_OUT;
    job->percent = 40;
    job->elapsed_ms = 1000;
    job->remaining_ms = 1500;
    job->data_total = data_total;
    job->data_processed = data_total / 4;
    g_free(job->kind);
    job->kind = g_strdup("initial-replication");
    g_free(job->title);
    job->title = g_strdup("Initial replication");

    return job;
}

static HvrWireJob
ask_job(RpcClient *client)
{
    const HvrWireDomain domain = rpc_client_domain(0);
    HvrWireJob job = { 0 };

    rpc_client_ask(client, 163, CODER(HvrWireDomain), &domain, CODER(HvrWireJob), &job);

    return job;
}

static void
test_running(void)
{
    HvrWireJob job;
    RpcClient client;

    rpc_client_init_open(&client);
    job = ask_job(&client);
    g_assert_cmpint(job.type, ==, VIR_DOMAIN_JOB_NONE);
    g_assert_cmpuint(job.data_total, ==, 0);

    fake_host_set_jobs(client.host, job_new(VIR_DOMAIN_JOB_BOUNDED, 4000), NULL);
    job = ask_job(&client);
    g_assert_cmpint(job.type, ==, VIR_DOMAIN_JOB_BOUNDED);
    g_assert_cmpuint(job.time_elapsed, ==, 1000);
    g_assert_cmpuint(job.time_remaining, ==, 1500);
    g_assert_cmpuint(job.data_total, ==, 4000);
    g_assert_cmpuint(job.data_processed, ==, 1000);
    g_assert_cmpuint(job.data_remaining, ==, 3000);
    g_assert_cmpuint(job.file_remaining, ==, 3000);

    /* Bytes unknown: the bar has hundred parts. */
    fake_host_set_jobs(client.host, job_new(VIR_DOMAIN_JOB_BOUNDED, 0), NULL);
    job = ask_job(&client);
    g_assert_cmpuint(job.data_total, ==, 100);
    g_assert_cmpuint(job.data_processed, ==, 40);
    g_assert_cmpuint(job.data_remaining, ==, 60);
    g_assert_cmpuint(job.file_total, ==, 0);
    rpc_client_clear(&client);
}

static int
ask_stats(RpcClient *client, guint flags, guint *out_n_params)
{
    const HvrWireDomainFlags args = { rpc_client_domain(0), flags };
    HvrWireJobStats stats = { 0 };

    rpc_client_ask(client, 298, CODER(HvrWireDomainFlags), &args, CODER(HvrWireJobStats), &stats);
    *out_n_params = stats.params.params_len;
    if (stats.params.params_len > 0) {
        g_assert_cmpstr(stats.params.params_val[0].name, ==, "operation");
        g_assert_cmpint(stats.params.params_val[0].value.type, ==, VIR_TYPED_PARAM_INT);
    }
    xdr_free(CODER(HvrWireJobStats), &stats);

    return stats.type;
}

/* The last job is forgotten once it has been read, unless the reader says so. */
static void
test_stats(void)
{
    guint n_params = 0;
    RpcClient client;

    rpc_client_init_open(&client);
    g_assert_cmpint(ask_stats(&client, 0, &n_params), ==, VIR_DOMAIN_JOB_NONE);
    g_assert_cmpuint(n_params, ==, 0);

    fake_host_set_jobs(client.host, job_new(VIR_DOMAIN_JOB_BOUNDED, 4000),
                       job_new(VIR_DOMAIN_JOB_COMPLETED, 4000));
    g_assert_cmpint(ask_stats(&client, 0, &n_params), ==, VIR_DOMAIN_JOB_BOUNDED);
    g_assert_cmpuint(n_params, >, 3);
    g_assert_cmpint(ask_stats(&client, 3, &n_params), ==, VIR_DOMAIN_JOB_COMPLETED);
    g_assert_cmpint(ask_stats(&client, 1, &n_params), ==, VIR_DOMAIN_JOB_COMPLETED);
    g_assert_cmpint(ask_stats(&client, 1, &n_params), ==, VIR_DOMAIN_JOB_NONE);
    g_assert_cmpint(ask_stats(&client, 0, &n_params), ==, VIR_DOMAIN_JOB_BOUNDED);
    rpc_client_clear(&client);
}

static void
test_abort(void)
{
    HvrWireDomainFlags args = { rpc_client_domain(0), 0 };
    RpcClient client;

    rpc_client_init_open(&client);
    rpc_client_ask(&client, 164, CODER(HvrWireDomain), &args.domain, NULL, NULL);
    g_assert_cmpstr(fake_host_get_last_work(client.host), ==, "abort");
    fake_host_hold(client.host);
    rpc_client_call(&client, HVR_RPC_PROGRAM_REMOTE, 442, CODER(HvrWireDomainFlags), &args);
    fake_host_release(client.host, 0,
                      g_error_new(HVR_ERROR, HVR_ERROR_STATE, "no job is active on the domain"));
    g_assert_true(rpc_client_read(&client));
    rpc_client_assert_error(&client, 55,
                            "Requested operation is not valid: no job is active on the domain");
    args.flags = 1;
    rpc_client_fail(&client, 442, CODER(HvrWireDomainFlags), &args, 8,
                    "invalid argument: unsupported flags (0x1) in function "
                    "virDomainAbortJobFlags");
    rpc_client_clear(&client);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/rpc/job/running", test_running);
    g_test_add_func("/rpc/job/stats", test_stats);
    g_test_add_func("/rpc/job/abort", test_abort);

    return g_test_run();
}
