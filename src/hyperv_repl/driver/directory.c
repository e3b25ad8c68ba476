/* directory.c: the hosts of one daemon, for whoever needs a machine's partner
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "directory.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "host_private.h"
#include "hvr_error.h"

struct _HvrDirectory {
    grefcount ref_count;
    HvrDirectoryList list; /* NULL when closed */
    gpointer user_data;
    const HvrOperationJournal *journal;
    guint n_operations;
};

HvrDirectory *
hvr_directory_new(HvrDirectoryList list, gpointer user_data)
{
    HvrDirectory *directory = g_new0(HvrDirectory, 1);

    g_ref_count_init(&directory->ref_count);
    directory->list = list;
    directory->user_data = user_data;

    return directory;
}

HvrDirectory *
hvr_directory_ref(HvrDirectory *directory)
{
    g_ref_count_inc(&directory->ref_count);

    return directory;
}

void
hvr_directory_unref(HvrDirectory *directory)
{
    if (g_ref_count_dec(&directory->ref_count))
        g_free(directory);
}

void
hvr_directory_close(HvrDirectory *directory)
{
    directory->list = NULL;
    directory->journal = NULL;
}

void
hvr_directory_set_journal(HvrDirectory *directory, const HvrOperationJournal *journal)
{
    directory->journal = journal;
}

const HvrOperationJournal *
hvr_directory_get_journal(HvrDirectory *directory)
{
    return directory->journal;
}

void
hvr_directory_hold(HvrDirectory *directory)
{
    directory->n_operations++;
}

void
hvr_directory_release(HvrDirectory *directory)
{
    directory->n_operations--;
}

gboolean
hvr_directory_is_busy(HvrDirectory *directory)
{
    return directory->n_operations > 0;
}

GPtrArray *
hvr_directory_list(HvrDirectory *directory)
{
    return directory->list != NULL ? directory->list(directory->user_data)
                                   : g_ptr_array_new_with_free_func(g_object_unref);
}

/* The first label of a DNS name is the NetBIOS name (as Windows sets up both). */
static gsize
get_label_length(const char *name)
{
    const char *dot = strchr(name, '.');

    return dot != NULL ? (gsize)(dot - name) : strlen(name);
}

gboolean
hvr_directory_is_same(const char *system, const char *other)
{
    gsize n_label = get_label_length(system);
    gboolean is_short = system[n_label] == '\0' || other[get_label_length(other)] == '\0';

    if (system[0] == '\0' || other[0] == '\0')
        return FALSE;
    if (g_ascii_strcasecmp(system, other) == 0)
        return TRUE;

    return is_short && n_label == get_label_length(other) &&
           g_ascii_strncasecmp(system, other, n_label) == 0;
}

static gpointer
fail_unknown(const char *name, GError **error)
{
    return hvr_fail_null(error, HVR_ERROR_NO_HOST,
                         _("no host '%s' is configured in this daemon's host file"), name);
}

HvrHost *
hvr_directory_lookup(HvrDirectory *directory, const char *name, GError **error)
{
    g_autoptr(GPtrArray) hosts = hvr_directory_list(directory);

    for (guint i = 0; i < hosts->len; i++) {
        if (g_str_equal(hvr_host_get_name(hosts->pdata[i]), name))
            return g_object_ref(hosts->pdata[i]);
    }

    return fail_unknown(name, error);
}

/* One search; @hosts are those that are not open and still to be tried. */
typedef struct {
    char *system;
    GPtrArray *hosts;
    GPtrArray *opening;
    HvrHost *silent; /* looks like the one, but cannot be reached */
    guint n_pending;
} Search;

static void
search_free(gpointer data)
{
    Search *search = data;

    g_free(search->system);
    g_ptr_array_unref(search->hosts);
    g_ptr_array_unref(search->opening);
    g_clear_object(&search->silent);
    g_free(search);
}

static gboolean
is_it(HvrHost *host, const char *system)
{
    const HvrHostFacts *facts = hvr_host_get_facts(host);

    return facts != NULL && facts->hostname != NULL &&
           hvr_directory_is_same(facts->hostname, system);
}

static gboolean
looks_like(HvrHost *host, const char *system)
{
    const HvrEndpoint *endpoint = &host->line->config.endpoint;

    return hvr_directory_is_same(hvr_host_get_name(host), system) ||
           (endpoint->address != NULL && hvr_directory_is_same(endpoint->address, system));
}

static void open_next(GTask *task);

/* Returns: (transfer none) (nullable) */
static HvrHost *
find_among(const GPtrArray *hosts, const char *system)
{
    for (guint i = 0; i < hosts->len; i++) {
        if (is_it(hosts->pdata[i], system))
            return hosts->pdata[i];
    }

    return NULL;
}

HvrHost *
hvr_directory_find_open(HvrDirectory *directory, const char *system)
{
    g_autoptr(GPtrArray) hosts = hvr_directory_list(directory);
    HvrHost *found = find_among(hosts, system);

    return found != NULL ? g_object_ref(found) : NULL;
}

static void
answer(GTask *task, HvrHost *host)
{
    g_task_return_pointer(task, g_object_ref(host), g_object_unref);
}

static void
on_open(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(GTask) task = user_data;
    Search *search = g_task_get_task_data(task);
    gboolean ok = hvr_host_open_finish(HVR_HOST(source), result, NULL);
    HvrHost *found;

    if (!ok && search->silent == NULL && looks_like(HVR_HOST(source), search->system))
        search->silent = g_object_ref(HVR_HOST(source));
    if (--search->n_pending > 0)
        return;

    found = find_among(search->opening, search->system);
    if (found != NULL)
        answer(task, found);
    else
        open_next(task);
}

/* Opens those that look like it, or all if none does.  A name that looks right and does
 * not answer is not sought under others: that would take as long again. */
static void
open_next(GTask *task)
{
    Search *search = g_task_get_task_data(task);
    g_autoptr(GPtrArray) all = g_steal_pointer(&search->hosts);
    gboolean is_any = FALSE;
    GError *error = NULL;

    search->hosts = g_ptr_array_new_with_free_func(g_object_unref);
    g_ptr_array_set_size(search->opening, 0);
    for (guint i = 0; i < all->len; i++)
        is_any = is_any || looks_like(all->pdata[i], search->system);
    for (guint i = 0; i < all->len && search->silent == NULL; i++) {
        gboolean is_next = !is_any || looks_like(all->pdata[i], search->system);

        g_ptr_array_add(is_next ? search->opening : search->hosts, g_object_ref(all->pdata[i]));
    }

    search->n_pending = search->opening->len;
    for (guint i = 0; i < search->opening->len; i++)
        hvr_host_open_async(search->opening->pdata[i], g_task_get_cancellable(task), on_open,
                            g_object_ref(task));
    if (search->n_pending > 0)
        return;
    if (search->silent != NULL) {
        answer(task, search->silent);
        return;
    }

    fail_unknown(search->system, &error);
    g_task_return_error(task, error);
}

void
hvr_directory_find_async(HvrDirectory *directory,
                         const char *system,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, cancellable, callback, user_data);
    g_autoptr(GPtrArray) hosts = hvr_directory_list(directory);
    Search *search = g_new0(Search, 1);
    HvrHost *found = find_among(hosts, system);

    g_task_set_source_tag(task, hvr_directory_find_async);
    g_task_set_check_cancellable(task, FALSE);
    search->system = g_strdup(system);
    search->hosts = g_ptr_array_new_with_free_func(g_object_unref);
    search->opening = g_ptr_array_new_with_free_func(g_object_unref);
    g_task_set_task_data(task, search, search_free);
    for (guint i = 0; i < hosts->len; i++) {
        if (hvr_host_get_facts(hosts->pdata[i]) == NULL)
            g_ptr_array_add(search->hosts, g_object_ref(hosts->pdata[i]));
    }

    if (found != NULL)
        answer(task, found);
    else
        open_next(task);
}

HvrHost *
hvr_directory_find_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}

void
hvr_host_set_directory(HvrHost *host, HvrDirectory *directory)
{
    g_clear_pointer(&host->directory, hvr_directory_unref);
    host->directory = directory != NULL ? hvr_directory_ref(directory) : NULL;
}

HvrDirectory *
hvr_host_get_directory(HvrHost *host)
{
    return host->directory;
}
