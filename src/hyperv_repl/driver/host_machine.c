/* host_machine.c: whole configurations of a host's machines, kept while they hold
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "host_machine.h"

#include <glib/gi18n-lib.h>

#include "errand.h"
#include "host_private.h"
#include "host_query.h"
#include "host_reading.h"
#include "hvr_error.h"
#include "machine_fetch.h"

/* One reading under way, and who waits for it: its own worker's answer, and nobody
 * else's, ends them. */
typedef struct {
    char *guid;
    gint64 configured; /* as the state had it when it was asked for */
    GPtrArray *waiters;
} Question;

/* Either was read or is being read. */
typedef struct {
    gint64 configured;
    HvrMachine *machine;
    const Question *question;
} Entry;

/* What a worker gets. */
typedef struct {
    char *guid;
    guint64 windows;
} Wanted;

static void
entry_free(gpointer data)
{
    Entry *entry = data;

    g_clear_pointer(&entry->machine, hvr_machine_unref);
    g_free(entry);
}

static void
question_free(Question *question)
{
    g_free(question->guid);
    g_ptr_array_unref(question->waiters);
    g_free(question);
}

static void
wanted_free(gpointer data)
{
    Wanted *wanted = data;

    g_free(wanted->guid);
    g_free(wanted);
}

GHashTable *
hvr_host_machines_new(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, entry_free);
}

static Entry *
find_entry(HvrHost *host, const HvrDomain *domain)
{
    Entry *entry = g_hash_table_lookup(host->machines, domain->guid);

    return entry != NULL && entry->configured == domain->configured ? entry : NULL;
}

HvrMachine *
hvr_host_find_machine(HvrHost *host, const HvrDomain *domain)
{
    const Entry *entry = find_entry(host, domain);

    return entry != NULL ? entry->machine : NULL;
}

/* Drives come with what the state says is in them. */
static void
insert(HvrMachineDisk *drive, const HvrDomain *domain)
{
    for (guint i = 0; i < domain->disks->len; i++) {
        const HvrDisk *disk = domain->disks->pdata[i];

        if (disk->drive == NULL || g_ascii_strcasecmp(disk->drive, drive->id) != 0)
            continue;
        drive->medium = HVR_MEDIUM_FILE;
        g_free(drive->path);
        drive->path = g_strdup(disk->path);
    }
}

GPtrArray *
hvr_host_list_disks(HvrHost *host, const HvrDomain *domain, GError **error)
{
    const HvrMachine *machine = hvr_host_find_machine(host, domain);
    const HvrStorage *storage = NULL;
    GPtrArray *all;
    GPtrArray *disks;

    if (machine != NULL)
        return g_ptr_array_ref(machine->disks);
    all = hvr_host_get_reading(host, HVR_READING_STORAGE, error);
    if (all == NULL)
        return NULL;

    disks = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_machine_disk_free);
    storage = hvr_storage_find(all, domain->guid);
    for (guint i = 0; storage != NULL && i < storage->disks->len; i++) {
        HvrMachineDisk *drive = hvr_machine_disk_copy(storage->disks->pdata[i]);

        insert(drive, domain);
        g_ptr_array_add(disks, drive);
    }

    return disks;
}

void
hvr_host_drop_machine(HvrHost *host, const HvrDomain *domain)
{
    g_assert(hvr_host_is_confined(host));
    g_hash_table_remove(host->machines, domain->guid);
    hvr_host_drop_reading(host, HVR_READING_BIT(HVR_READING_STORAGE));
}

static gboolean
is_gone(gpointer guid, gpointer entry G_GNUC_UNUSED, gpointer host)
{
    guchar uuid[16];

    return !hvr_domain_parse_guid(guid, uuid) || hvr_host_lookup_by_uuid(host, uuid, NULL) == NULL;
}

/* Where machines come and go the table must not only grow. */
static Entry *
add_entry(HvrHost *host, const Question *question)
{
    Entry *entry = g_new0(Entry, 1);

    entry->configured = question->configured;
    entry->question = question;
    g_hash_table_foreach_remove(host->machines, is_gone, host);
    g_hash_table_replace(host->machines, g_strdup(question->guid), entry);

    return entry;
}

static gpointer
run(HvrWmiSession *session, gpointer input, GCancellable *cancellable, GError **error)
{
    const Wanted *wanted = input;

    return hvr_machine_fetch(session, wanted->guid, wanted->windows, cancellable, error);
}

/* What was dropped or asked for anew in the meantime is not kept. */
static void
keep(HvrHost *host, const Question *question, HvrMachine *machine)
{
    Entry *entry = g_hash_table_lookup(host->machines, question->guid);

    if (entry == NULL || entry->question != question)
        return;

    entry->question = NULL;
    if (machine != NULL)
        entry->machine = hvr_machine_ref(machine);
    else
        g_hash_table_remove(host->machines, question->guid);
}

static void
on_fetched(GObject *source, GAsyncResult *result, gpointer user_data)
{
    Question *question = user_data;
    g_autoptr(HvrMachine) machine = NULL;
    g_autoptr(GError) error = NULL;

    machine = hvr_host_query_finish(result, &error);
    keep(HVR_HOST(source), question, machine);
    for (guint i = 0; i < question->waiters->len; i++) {
        if (machine != NULL)
            g_task_return_pointer(question->waiters->pdata[i], hvr_machine_ref(machine),
                                  (GDestroyNotify)hvr_machine_unref);
        else
            g_task_return_error(question->waiters->pdata[i], g_error_copy(error));
    }
    question_free(question);
}

/* Nobody's cancellable ends what others wait for as well. */
static void
start(HvrHost *host, HvrDomain *domain, GTask *task)
{
    Question *question = g_new0(Question, 1);
    Wanted *wanted = g_new0(Wanted, 1);
    HvrWork work = { run, wanted, wanted_free, (GDestroyNotify)hvr_machine_unref };

    question->guid = g_strdup(domain->guid);
    question->configured = domain->configured;
    question->waiters = g_ptr_array_new_with_free_func(g_object_unref);
    g_ptr_array_add(question->waiters, g_object_ref(task));
    add_entry(host, question);
    wanted->guid = g_strdup(domain->guid);
    wanted->windows = host->facts != NULL ? host->facts->version : 0;
    hvr_host_query_async(host, domain, &work, NULL, on_fetched, question);
}

void
hvr_host_fetch_machine_async(HvrHost *host,
                             HvrDomain *domain,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
    g_autoptr(GTask) task = hvr_errand_new_task(host, cancellable, callback, user_data);
    const Entry *entry = find_entry(host, domain);

    g_task_set_source_tag(task, hvr_host_fetch_machine_async);
    if (domain->is_host)
        g_task_return_new_error(task, HVR_ERROR, HVR_ERROR_UNSUPPORTED,
                                _("'%1$s' is the host itself"), domain->name);
    else if (entry == NULL)
        start(host, domain, task);
    else if (entry->machine != NULL)
        g_task_return_pointer(task, hvr_machine_ref(entry->machine),
                              (GDestroyNotify)hvr_machine_unref);
    else
        g_ptr_array_add(entry->question->waiters, g_object_ref(task));
}

HvrMachine *
hvr_host_fetch_machine_finish(HvrHost *host, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail(g_task_is_valid(result, host), NULL);

    return g_task_propagate_pointer(G_TASK(result), error);
}
