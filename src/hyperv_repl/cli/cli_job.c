/* cli_job.c: what libvirt tells of a machine's job
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_job.h"

#include <libvirt/virterror.h>

#include "cli_text.h"

/* What the daemon calls the whole where it does not know bytes (see job.h). */
#define WHOLE_OF_PERCENT 100

static guint64
get_ullong(const HvrCliJob *self, const char *name)
{
    unsigned long long value = 0;

    (void)virTypedParamsGetULLong(self->params, self->n_params, name, &value);

    return value;
}

static const char *
get_string(const HvrCliJob *self, const char *name)
{
    const char *text = NULL;

    (void)virTypedParamsGetString(self->params, self->n_params, name, &text);

    return text;
}

static const char *
translate_kind(const char *kind)
{
    return kind != NULL ? hvr_cli_text_translate(HVR_CLI_AS_JOB, kind) : NULL;
}

static void
read_step(HvrCliJob *self)
{
    const char *phase = get_string(self, "replication.phase");
    guint64 total = get_ullong(self, VIR_DOMAIN_JOB_DATA_TOTAL);
    unsigned int percent = 0;

    (void)virTypedParamsGetUInt(self->params, self->n_params, "replication.percent", &percent);
    self->status = get_string(self, "replication.status");
    self->error = get_string(self, VIR_DOMAIN_JOB_ERRMSG);
    self->step.what = phase != NULL ? hvr_cli_text_translate(HVR_CLI_AS_STEP, phase)
                                    : translate_kind(get_string(self, "replication.kind"));
    self->step.percent = percent;
    self->step.elapsed_ms = get_ullong(self, VIR_DOMAIN_JOB_TIME_ELAPSED);
    self->step.remaining_ms = get_ullong(self, VIR_DOMAIN_JOB_TIME_REMAINING);
    self->step.total = total > WHOLE_OF_PERCENT ? total : 0;
    self->step.done = get_ullong(self, VIR_DOMAIN_JOB_DATA_PROCESSED);
}

static gboolean
fetch(HvrCliJob *out_job, virDomainPtr domain, unsigned int flags)
{
    if (virDomainGetJobStats(domain, &out_job->type, &out_job->params, &out_job->n_params, flags) <
        0) {
        virResetLastError();
        return FALSE;
    }
    read_step(out_job);

    return out_job->type != VIR_DOMAIN_JOB_NONE;
}

gboolean
hvr_cli_job_fetch(HvrCliJob *out_job, virDomainPtr domain)
{
    return fetch(out_job, domain, 0);
}

gboolean
hvr_cli_job_fetch_last(HvrCliJob *out_job, virDomainPtr domain)
{
    return fetch(out_job, domain,
                 VIR_DOMAIN_JOB_STATS_COMPLETED | VIR_DOMAIN_JOB_STATS_KEEP_COMPLETED);
}

void
hvr_cli_job_clear(HvrCliJob *self)
{
    virTypedParamsFree(self->params, self->n_params);
}
