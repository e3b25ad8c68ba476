/* cli_names.c: live names for completion
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_names.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli_host.h"
#include "libvirt-hyperv-repl.h"

#define BUDGET_MS     180
#define FRESH_SECONDS 10

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

static void
add_hosts(GStrvBuilder *names, HvrCliHost *host)
{
    g_auto(GStrv) list = hvr_cli_host_list_names(host, NULL);

    g_strv_builder_add(names, "all");
    if (list != NULL)
        g_strv_builder_addv(names, (const char **)list);
}

GStrv
hvr_cli_names_fetch(HvrCliSession *session, HvrCliOffer offer, const char *machine)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) hosts = hvr_cli_session_list_hosts(session, &error);
    g_autoptr(GStrvBuilder) names = g_strv_builder_new();
    guint n_answers = 0;

    for (guint i = 0; hosts != NULL && i < hosts->len; i++) {
        virConnectPtr conn = hvr_cli_host_open(hosts->pdata[i], NULL);

        if (conn == NULL)
            continue;
        n_answers++;
        if (offer == HVR_CLI_OFFER_MACHINES)
            add_machines(names, conn);
        else if (offer == HVR_CLI_OFFER_POINTS)
            add_points(names, conn, machine);
        else if (i == 0)
            add_hosts(names, hosts->pdata[i]);
    }

    return n_answers > 0 ? g_strv_builder_end(names) : NULL;
}

/* Returns: (transfer full): the file for one question of one user */
static char *
dup_path(const HvrCliSession *session, HvrCliOffer offer, const char *machine)
{
    const char *parts[] = { session->uri, session->hosts, g_getenv("VIRT_REPLICA_DEFAULT_URI"),
                            g_getenv("LIBVIRT_DEFAULT_URI"), machine };
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    guchar kind = (guchar)offer;

    g_checksum_update(sum, &kind, 1);
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
        const char *part = parts[i] != NULL ? parts[i] : "";

        /* With its end, so that parts do not run into each other. */
        g_checksum_update(sum, (const guchar *)part, (gssize)strlen(part) + 1);
    }

    return g_build_filename(g_get_user_cache_dir(), "virt-replica", "names",
                            g_checksum_get_string(sum), NULL);
}

static gboolean
is_fresh(const char *path)
{
    GStatBuf status;

    return g_stat(path, &status) == 0 &&
           ABS(g_get_real_time() / G_USEC_PER_SEC - (gint64)status.st_mtime) <= FRESH_SECONDS;
}

static GStrv
read_names(const char *path)
{
    g_autofree char *text = NULL;

    return g_file_get_contents(path, &text, NULL, NULL) ? g_strsplit(text, "\n", -1) : NULL;
}

gboolean
hvr_cli_names_refresh(HvrCliSession *session, HvrCliOffer offer, const char *machine)
{
    g_autofree char *path = dup_path(session, offer, machine);
    g_autofree char *directory = g_path_get_dirname(path);
    g_auto(GStrv) names = hvr_cli_names_fetch(session, offer, machine);
    g_autofree char *text = names != NULL ? g_strjoinv("\n", names) : NULL;

    /* Names of machines are nobody else's business. */
    return text != NULL && g_mkdir_with_parents(directory, 0700) == 0 &&
           g_file_set_contents_full(path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
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

    if (!is_fresh(path))
        ask_child(session, offer, machine);

    return read_names(path);
}
