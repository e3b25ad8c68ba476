/* cli_names.c: live names for completion
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_names.h"

#include <gio/gio.h>
#include <stdlib.h>

#include "cli_cache.h"
#include "cli_host.h"
#include "cli_roster.h"
#include "libvirt-hyperv-repl.h"

#define BUDGET_MS 180

static void
add_machines(GStrvBuilder *names, virConnectPtr conn)
{
    virDomainPtr *domains = NULL;
    int n_domains = virConnectListAllDomains(conn, &domains, 0);

    for (int i = 0; i < n_domains; i++) {
        g_strv_builder_add(names, virDomainGetName(domains[i]));
        virDomainFree(domains[i]);
    }
    free(domains);
}

static void
add_points(GStrvBuilder *names, virConnectPtr conn, const char *machine)
{
    virDomainPtr domain = machine != NULL ? virDomainLookupByName(conn, machine) : NULL;
    virDomainSnapshotPtr *points = NULL;
    int n_points = domain != NULL ? virDomainHypervReplListPoints(domain, &points, 0) : 0;

    for (int i = 0; i < n_points; i++) {
        g_strv_builder_add(names, virDomainSnapshotGetName(points[i]));
        virDomainSnapshotFree(points[i]);
    }
    free(points);
    if (domain != NULL)
        virDomainFree(domain);
}

static GStrv
fetch_hosts(HvrCliSession *session)
{
    HvrCliHost *first = hvr_cli_session_get_host(session, NULL, NULL);
    g_auto(GStrv) hosts = NULL;
    g_autoptr(GStrvBuilder) names = g_strv_builder_new();

    /* Whoever presses a key waits for none of the others. */
    if (first != NULL)
        (void)hvr_cli_host_open(first, NULL);
    hosts = hvr_cli_roster_list(session, NULL);
    if (hosts == NULL)
        return NULL;

    g_strv_builder_add(names, "all");
    g_strv_builder_addv(names, (const char **)hosts);

    return g_strv_builder_end(names);
}

GStrv
hvr_cli_names_fetch(HvrCliSession *session, HvrCliOffer offer, const char *machine)
{
    g_autoptr(GPtrArray) hosts = NULL;
    g_autoptr(GStrvBuilder) names = g_strv_builder_new();
    guint n_answers = 0;

    if (offer == HVR_CLI_OFFER_HOSTS)
        return fetch_hosts(session);

    hosts = hvr_cli_session_list_hosts(session, NULL);
    if (hosts != NULL)
        hvr_cli_host_open_all(hosts);
    for (guint i = 0; hosts != NULL && i < hosts->len; i++) {
        virConnectPtr conn = hvr_cli_host_open(hosts->pdata[i], NULL);

        if (conn == NULL)
            continue;
        n_answers++;
        if (offer == HVR_CLI_OFFER_MACHINES)
            add_machines(names, conn);
        else
            add_points(names, conn, machine);
    }

    return n_answers > 0 ? g_strv_builder_end(names) : NULL;
}

/* Returns: (transfer full): the file for one question */
static char *
dup_path(const HvrCliSession *session, HvrCliOffer offer, const char *machine)
{
    g_autofree char *kind = g_strdup_printf("%d", offer);
    const char *question[] = {
        kind,
        session->uri,
        session->hosts,
        g_getenv("VIRT_REPLICA_DEFAULT_URI"),
        g_getenv("LIBVIRT_DEFAULT_URI"),
        machine,
    };

    return hvr_cli_cache_dup_path(question, G_N_ELEMENTS(question));
}

gboolean
hvr_cli_names_refresh(HvrCliSession *session, HvrCliOffer offer, const char *machine)
{
    g_autofree char *path = dup_path(session, offer, machine);
    g_auto(GStrv) names = hvr_cli_names_fetch(session, offer, machine);

    return names != NULL && hvr_cli_cache_write(path, (const char *const *)names);
}

static void
on_ended(GObject *source, GAsyncResult *result, gpointer user_data)
{
    gboolean *ended = user_data;

    if (g_subprocess_wait_finish(G_SUBPROCESS(source), result, NULL))
        *ended = TRUE;
}

static gboolean
on_late(gpointer user_data)
{
    gboolean *late = user_data;

    *late = TRUE;

    return G_SOURCE_REMOVE;
}

/* Waits for the child as long as the user would; it goes on by itself after that. */
static void
wait_for(GSubprocess *child)
{
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    gboolean ended = FALSE;
    gboolean late = FALSE;
    guint timer = g_timeout_add(BUDGET_MS, on_late, &late);

    g_subprocess_wait_async(child, cancellable, on_ended, &ended);
    while (!ended && !late)
        g_main_context_iteration(NULL, TRUE);
    if (!late)
        g_source_remove(timer);
    if (ended)
        return;

    /* The callback must not come when this function's variables are gone. */
    g_cancellable_cancel(cancellable);
    while (g_main_context_iteration(NULL, FALSE))
        ;
}

static void
ask_child(const HvrCliSession *session, HvrCliOffer offer, const char *machine)
{
    g_autoptr(GSubprocess) child = NULL;
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
    g_auto(GStrv) words = NULL;
    g_autofree char *number = g_strdup_printf("%d", offer);

    g_strv_builder_add(builder, "/proc/self/exe");
    /* Asking for hosts takes a command, which libvirt lets nobody send read-only. */
    if (offer != HVR_CLI_OFFER_HOSTS)
        g_strv_builder_add(builder, "--readonly");
    if (session->uri != NULL)
        g_strv_builder_add_many(builder, "--connect", session->uri, NULL);
    if (session->hosts != NULL)
        g_strv_builder_add_many(builder, "--hosts", session->hosts, NULL);
    g_strv_builder_add_many(builder, "complete", "--refresh", number, "--", NULL);
    if (machine != NULL)
        g_strv_builder_add(builder, machine);
    words = g_strv_builder_end(builder);

    child = g_subprocess_newv((const char *const *)words,
                              G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                              NULL);
    if (child != NULL)
        wait_for(child);
}

GStrv
hvr_cli_names_get(HvrCliSession *session, HvrCliOffer offer, const char *machine)
{
    g_autofree char *path = dup_path(session, offer, machine);

    if (!hvr_cli_cache_is_fresh(path))
        ask_child(session, offer, machine);

    return hvr_cli_cache_read(path);
}
