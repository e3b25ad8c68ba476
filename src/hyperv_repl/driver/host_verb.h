/* host_verb.h: what changes the replication of a host's machines, and of the host itself
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Main context only.  Wrong states are refused before any I/O; the rest ends when
 * the state shows the effect.
 */

#pragma once

#include "host.h"

G_BEGIN_DECLS

/* A floor's headers name only its own types: repl_request.h has this one. */
typedef struct _HvrReplRequest HvrReplRequest;

/**
 * hvr_host_verb_async:
 * @domain: the host's own for verbs of the host
 * @request: a replication verb; copied; Windows version, vm, name, mode, leg and
 *   running are filled in from @host and @domain
 * @wait: end when the job has ended, not when it was started
 * @timeout: how long to wait, 0 for the configured default; ends the waiting, not the job
 */
void hvr_host_verb_async(HvrHost *host,
                         HvrDomain *domain,
                         const HvrReplRequest *request,
                         gboolean wait,
                         GTimeSpan timeout,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);

/** hvr_host_verb_finish: @out_job: (transfer full) (nullable): ended, if it was waited for */
gboolean
hvr_host_verb_finish(HvrHost *host, GAsyncResult *result, HvrJob **out_job, GError **error);

/**
 * hvr_host_verbs_async:
 * @requests: (element-type HvrReplRequest): as for hvr_host_verb_async(); copied
 * @wait: end when the last job has ended, not when it was started; those before are
 *   always waited for
 *
 * One after the other, until one fails.  None at all is done at once.
 */
void hvr_host_verbs_async(HvrHost *host,
                          HvrDomain *domain,
                          GPtrArray *requests,
                          gboolean wait,
                          GTimeSpan timeout,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);

/** hvr_host_verbs_finish: @out_job: (transfer full) (nullable): of the last one */
gboolean
hvr_host_verbs_finish(HvrHost *host, GAsyncResult *result, HvrJob **out_job, GError **error);

/**
 * hvr_host_set_metadata_async:
 * @type: VIR_DOMAIN_METADATA_*; only elements can be set
 * @text: (nullable): a <replication> element with its settings changed
 * @uri: (nullable): its namespace
 *
 * Changes the settings of the relationships that differ, keeps those that are left out;
 * ends when the state shows them.
 */
void hvr_host_set_metadata_async(HvrHost *host,
                                 HvrDomain *domain,
                                 int type,
                                 const char *text,
                                 const char *uri,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean hvr_host_set_metadata_finish(HvrHost *host, GAsyncResult *result, GError **error);

/**
 * hvr_host_remove_test_async:
 * @domain: a test machine, else %HVR_ERROR_STATE
 *
 * Turns it off if it runs, and deletes it; ends when the host has it no longer, or,
 * without @wait, when the job of that was started.
 */
void hvr_host_remove_test_async(HvrHost *host,
                                HvrDomain *domain,
                                gboolean wait,
                                GTimeSpan timeout,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean hvr_host_remove_test_finish(HvrHost *host, GAsyncResult *result, GError **error);

G_END_DECLS
