/* cli_errand.c: one long call of the library, watched while it lasts
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_errand.h"

#include <glib/gi18n-lib.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "cli_job.h"
#include "cli_progress.h"

/* Eyes want more, hosts are asked no oftener than the daemon does by itself. */
#define LOOK_INTERVAL_MS 250

/* libvirt's daemons take five requests of a client at a time; one is for looking. */
#define MAX_AT_A_TIME 4

HvrCliErrand *
hvr_cli_errand_new(const HvrCliCall *call)
{
    HvrCliErrand *self = g_atomic_rc_box_new0(HvrCliErrand);

    self->done_fd = eventfd(0, EFD_CLOEXEC);
    self->stop_fd = eventfd(0, EFD_CLOEXEC);
    self->host = call->host;
    self->machine = g_strdup(call->machine != NULL ? call->machine : call->host->name);
    self->label = call->n_hosts > 1 ? g_strdup_printf("%s/%s", call->host->name, self->machine)
                                    : g_strdup(self->machine);
    if (call->domain != NULL && virDomainRef(call->domain) == 0)
        self->domain = call->domain;
    if (call->conn != NULL && virConnectRef(call->conn) == 0)
        self->conn = call->conn;

    return self;
}

static void
clear(gpointer data)
{
    HvrCliErrand *self = data;

    if (self->done_fd >= 0)
        close(self->done_fd);
    if (self->stop_fd >= 0)
        close(self->stop_fd);
    g_free(self->machine);
    g_free(self->label);
    g_free(self->note);
    g_clear_error(&self->error);
    g_clear_error(&self->left);
    virTypedParamsFree(self->params, self->n_params);
    g_clear_pointer(&self->point, virDomainSnapshotFree);
    g_clear_pointer(&self->result, virDomainFree);
    g_clear_pointer(&self->domain, virDomainFree);
    g_clear_pointer(&self->peer, virConnectClose);
    g_clear_pointer(&self->conn, virConnectClose);
}

HvrCliErrand *
hvr_cli_errand_ref(HvrCliErrand *self)
{
    return g_atomic_rc_box_acquire(self);
}

void
hvr_cli_errand_unref(HvrCliErrand *self)
{
    g_atomic_rc_box_release_full(self, clear);
}

/* libvirt keeps the last error by thread, so it is read in this one. */
static gpointer
run_work(gpointer data)
{
    g_autoptr(HvrCliErrand) self = data;

    self->work(self, &self->error);
    eventfd_write(self->done_fd, 1);

    return NULL;
}

static void
begin(HvrCliErrand *self)
{
    self->has_begun = TRUE;
    if (self->timeout > 0)
        self->end = g_get_monotonic_time() + (gint64)self->timeout * G_USEC_PER_SEC;
    g_thread_unref(g_thread_new("errand", run_work, hvr_cli_errand_ref(self)));
}

static gboolean
is_running(const HvrCliErrand *self)
{
    return self->has_begun && !self->has_ended;
}

static void
stop_waiting(HvrCliErrand *self)
{
    GError *error = NULL;

    if (self->has_begun)
        hvr_cli_fail(&error, HVR_CLI_EXIT_TIMEOUT,
                     _("no longer waiting, what was started goes on; "
                       "'virt-replica wait %s' waits for its end"),
                     self->machine);
    else
        hvr_cli_fail(&error, HVR_CLI_EXIT_FAILED, _("not begun, because of Ctrl-C"));

    /* The thread may still write to its own. */
    self->left = error;
    self->has_ended = TRUE;
    eventfd_write(self->stop_fd, 1);
}

static void
look(HvrCliErrand *self, HvrCliProgress *progress)
{
    g_auto(HvrCliJob) job = { 0 };

    if (self->domain != NULL && hvr_cli_job_fetch(&job, self->domain))
        hvr_cli_progress_set(progress, self->label, &job.step);
}

/* A second Ctrl-C always ends the waiting; the first one does unless there is something to take
 * back. */
static void
interrupt(GPtrArray *errands, HvrCliSession *session)
{
    guint n_aborted = 0;

    if (session->draws)
        fputc('\n', stderr); /* the terminal has written "^C" there */
    session->is_interrupted = TRUE;
    for (guint i = 0; i < errands->len; i++) {
        HvrCliErrand *errand = errands->pdata[i];

        if (errand->has_ended)
            continue;
        if (is_running(errand) && errand->can_abort && virDomainAbortJob(errand->domain) == 0)
            n_aborted++;
        else
            stop_waiting(errand);
        errand->can_abort = FALSE;
    }
    if (n_aborted > 0)
        hvr_cli_note(session, _("taking everything back; Ctrl-C again stops waiting for that"));
}

/* Begins as many as may run at a time; returns whether there is anything to wait for. */
static gboolean
keep_busy(GPtrArray *errands)
{
    guint n_running = 0;

    for (guint i = 0; i < errands->len; i++)
        n_running += is_running(errands->pdata[i]) ? 1 : 0;
    for (guint i = 0; i < errands->len && n_running < MAX_AT_A_TIME; i++) {
        HvrCliErrand *errand = errands->pdata[i];

        if (errand->has_begun || errand->has_ended)
            continue;
        begin(errand);
        n_running++;
    }

    return n_running > 0;
}

static void
take_in_ends(GPtrArray *errands, HvrCliProgress *progress)
{
    for (guint i = 0; i < errands->len; i++) {
        HvrCliErrand *errand = errands->pdata[i];
        struct pollfd done = { errand->done_fd, POLLIN, 0 };

        if (!is_running(errand))
            continue;
        if (poll(&done, 1, 0) > 0)
            errand->has_ended = TRUE;
        else if (errand->end > 0 && g_get_monotonic_time() > errand->end)
            stop_waiting(errand);
        if (errand->has_ended)
            hvr_cli_progress_end(progress, errand->label);
    }
}

/* Returns once one of them has ended, Ctrl-C came, or it is time to look; TRUE for Ctrl-C. */
static gboolean
sleep_until_next(GPtrArray *errands, int signal_fd)
{
    g_autofree struct pollfd *fds = g_new0(struct pollfd, errands->len + 1);
    struct signalfd_siginfo signal;
    nfds_t n_fds = 1;

    fds[0] = (struct pollfd){ signal_fd, POLLIN, 0 };
    for (guint i = 0; i < errands->len; i++) {
        HvrCliErrand *errand = errands->pdata[i];

        if (is_running(errand))
            fds[n_fds++] = (struct pollfd){ errand->done_fd, POLLIN, 0 };
    }

    return poll(fds, n_fds, LOOK_INTERVAL_MS) > 0 && fds[0].revents != 0 &&
           read(signal_fd, &signal, sizeof(signal)) == sizeof(signal);
}

static void
watch(GPtrArray *errands, HvrCliSession *session, int signal_fd)
{
    g_autoptr(HvrCliProgress) progress = hvr_cli_progress_new(stderr, session->draws);

    while (keep_busy(errands)) {
        gboolean is_interrupted = sleep_until_next(errands, signal_fd);

        take_in_ends(errands, progress);
        if (is_interrupted) {
            hvr_cli_progress_clear(progress);
            interrupt(errands, session);
        }
        for (guint i = 0; i < errands->len && !session->is_quiet; i++) {
            if (is_running(errands->pdata[i]))
                look(errands->pdata[i], progress);
        }
        hvr_cli_progress_draw(progress);
    }
}

void
hvr_cli_errand_run(GPtrArray *errands, HvrCliSession *session)
{
    sigset_t wanted, before;
    int signal_fd;

    sigemptyset(&wanted);
    sigaddset(&wanted, SIGINT);
    pthread_sigmask(SIG_BLOCK, &wanted, &before);
    signal_fd = signalfd(-1, &wanted, SFD_CLOEXEC);
    watch(errands, session, signal_fd);
    close(signal_fd);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

gboolean
hvr_cli_errand_settle(HvrCliErrand *self, HvrCliCall *call, GError **error)
{
    call->host = self->host;
    call->conn = self->conn;
    call->domain = self->domain;
    /* The selection keeps it beyond this errand. */
    call->machine = self->domain != NULL ? virDomainGetName(self->domain) : NULL;
    if (self->left != NULL)
        g_propagate_error(error, g_steal_pointer(&self->left));
    else if (self->error != NULL)
        g_propagate_error(error, g_steal_pointer(&self->error));

    return self->settle(call, self, error);
}

gboolean
hvr_cli_call_send(HvrCliCall *self, HvrCliErrand *errand, GError **error)
{
    g_autoptr(GPtrArray) errands = NULL;

    if (self->n_targets > 1 && !hvr_cli_call_is_in_order(self)) {
        if (self->errands == NULL)
            self->errands = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_cli_errand_unref);
        g_ptr_array_add(self->errands, hvr_cli_errand_ref(errand));
        self->is_pending = TRUE;
        return TRUE;
    }

    errands = g_ptr_array_new();
    g_ptr_array_add(errands, errand);
    hvr_cli_errand_run(errands, self->session);

    return hvr_cli_errand_settle(errand, self, error);
}
