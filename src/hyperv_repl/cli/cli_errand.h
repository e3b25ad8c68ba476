/* cli_errand.h: one long call of the library, watched while it lasts
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The call blocks a thread of its own until the host's job has ended.  Meanwhile
 * the caller's thread asks how far the machine's job is, draws that, and listens
 * to Ctrl-C.  Who stops waiting stops nothing else: the thread then keeps what it
 * works on until its answer has come.
 */

#pragma once

#include "cli_command.h"

G_BEGIN_DECLS

typedef struct _HvrCliErrand HvrCliErrand;

/**
 * HvrCliErrand:
 * @work: set by the maker: calls the library, in the errand's thread; %FALSE with an error if that
 *   failed
 * @user_data: for @work; static, or part of what it refers to
 * @domain: (nullable): whom it is about; whose job is shown
 * @conn: (nullable): whose host it is about
 * @peer: (nullable): connection to the other host
 * @point: (nullable): a recovery point
 * @params: arguments
 * @n_params: how many
 * @flags: of virHypervReplFlags
 * @note: (nullable): what is to be said once it has gone well
 * @result: (nullable): the machine that @work found or made
 * @stop_fd: readable once nobody waits any more, for @work that only watches
 * @can_abort: Ctrl-C aborts the machine's job, and the call then fails
 * @timeout: seconds that this side waits, 0 for no limit
 * @settle: set by the maker: says in the caller's thread what came of it, see
 *   hvr_cli_errand_settle()
 *
 * All that the thread needs.  It owns references of its own.
 */
struct _HvrCliErrand {
    gboolean (*work)(HvrCliErrand *self, GError **error);
    gconstpointer user_data;
    virDomainPtr domain;
    virConnectPtr conn;
    virConnectPtr peer;
    virDomainSnapshotPtr point;
    virTypedParameterPtr params;
    int n_params;
    unsigned int flags;
    char *note;
    virDomainPtr result;
    int stop_fd;
    gboolean can_abort;
    guint64 timeout;
    gboolean (*settle)(HvrCliCall *call, HvrCliErrand *self, GError **error);

    /* private to cli_errand.c */
    HvrCliHost *host;
    char *machine;
    char *label;   /* that, and its host if there are several */
    GError *error; /* the thread's, until it has ended */
    GError *left;  /* why nobody waits for that */
    int done_fd;
    gint64 end;
    gboolean has_begun;
    gboolean has_ended;
};

/** hvr_cli_errand_new: (transfer full): about @call's machine or host; free it with
 * hvr_cli_errand_unref() */
HvrCliErrand *hvr_cli_errand_new(const HvrCliCall *call);
HvrCliErrand *hvr_cli_errand_ref(HvrCliErrand *self);
void hvr_cli_errand_unref(HvrCliErrand *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrCliErrand, hvr_cli_errand_unref)

/**
 * hvr_cli_errand_run:
 * @errands: (element-type HvrCliErrand): with @work and what that needs
 * @session: whose terminal shows the progress
 *
 * Runs them to their ends, some at a time.  Those that nobody waits for any
 * more, after Ctrl-C or @timeout, have ended with %HVR_CLI_EXIT_TIMEOUT.
 */
void hvr_cli_errand_run(GPtrArray *errands, HvrCliSession *session);

/**
 * hvr_cli_errand_settle:
 * @call: becomes the one that it was made for
 * @error: set on failure: the errand's own, or of what was to follow
 *
 * Call @settle of an errand that went well; of one that did not, too, with its
 * error in @error, which it may clear.
 */
gboolean hvr_cli_errand_settle(HvrCliErrand *self, HvrCliCall *call, GError **error);

/**
 * hvr_cli_call_send:
 * @errand: made for this call, whole
 *
 * Have it run: now if there is one target only, else together with those of the
 * other targets once all have had their turn.
 *
 * Returns: what hvr_cli_errand_settle() returned, or %TRUE if that is still to come
 */
gboolean hvr_cli_call_send(HvrCliCall *self, HvrCliErrand *errand, GError **error);

G_END_DECLS
