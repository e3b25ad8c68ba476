/* fake_host.c: a Hyper-V host without Hyper-V, for tests of what stands above the driver
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "fake_host.h"

#include <libvirt/libvirt.h>
#include <string.h>

#include "command.h"
#include "host_verb.h"
#include "hvr_error.h"
#include "repl_point.h"

struct _HvrHost {
    GObject parent_instance;
    HvrHostFacts facts;
    char *name;
    GPtrArray *domains;
    HvrDomain *own;
    HvrJob *job;
    HvrJob *last_job;
    gboolean hold;
    GPtrArray *held; /* GTask */
    char *last_work;
};

G_DEFINE_TYPE(HvrHost, hvr_host, G_TYPE_OBJECT)

static void
hvr_host_finalize(GObject *object)
{
    HvrHost *self = HVR_HOST(object);

    g_free(self->name);
    g_free(self->facts.hostname);
    g_free(self->facts.cpu_model);
    g_ptr_array_unref(self->domains);
    hvr_domain_unref(self->own);
    g_clear_pointer(&self->job, hvr_job_unref);
    g_clear_pointer(&self->last_job, hvr_job_unref);
    g_ptr_array_unref(self->held);
    g_free(self->last_work);
    G_OBJECT_CLASS(hvr_host_parent_class)->finalize(object);
}

static void
hvr_host_class_init(HvrHostClass *klass)
{
    G_OBJECT_CLASS(klass)->finalize = hvr_host_finalize;
    g_signal_new("event", HVR_TYPE_HOST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                 G_TYPE_POINTER);
}

static void
add_point(HvrDomain *domain, const char *name, const char *parent)
{
    HvrSnapshot *snapshot = hvr_snapshot_new(name, name, HVR_POINT_STANDARD, 1777604400);

    g_free(snapshot->name);
    g_free(snapshot->parent);
    snapshot->name = g_strdup(name);
    snapshot->parent = g_strdup(parent);
    g_ptr_array_add(domain->snapshots, snapshot);
}

static void
hvr_host_init(HvrHost *self)
{
    HvrDomain *web01 = hvr_domain_new(FAKE_WEB01_GUID, "web01");
    HvrDomain *db01 = hvr_domain_new(FAKE_DB01_GUID, "db 01");

    self->name = g_strdup("hv01");
    self->facts.hostname = g_strdup("hv01.example.net");
    self->facts.cpu_model = g_strdup("Xeon");
    self->facts.version = 1000020348;
    self->facts.memory_kib = 33554432;
    self->facts.cpu_mhz = 2400;
    self->facts.n_cpus = 16;
    self->facts.n_sockets = 1;
    self->facts.n_cores = 8;
    self->facts.n_threads = 2;
    self->domains = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_domain_unref);
    self->held = g_ptr_array_new_with_free_func(g_object_unref);
    self->own = hvr_domain_new(FAKE_OWN_GUID, "hv01");
    self->own->is_host = TRUE;
    web01->id = 7;
    web01->state = VIR_DOMAIN_RUNNING;
    web01->reason = VIR_DOMAIN_RUNNING_BOOTED;
    web01->memory_kib = 2097152;
    web01->max_memory_kib = 4194304;
    web01->n_vcpus = 4;
    web01->autostart = TRUE;
    add_point(web01, "rp-1", NULL);
    add_point(web01, "rp-2", "rp-1");
    g_ptr_array_add(self->domains, web01);
    g_ptr_array_add(self->domains, db01);
}

HvrHost *
fake_host_new(void)
{
    return g_object_new(HVR_TYPE_HOST, NULL);
}

HvrDomain *
fake_host_get_domain(HvrHost *self, guint index)
{
    return g_ptr_array_index(self->domains, index);
}

void
fake_host_emit(HvrHost *self, const HvrEvent *event)
{
    g_signal_emit_by_name(self, "event", event);
}

void
fake_host_set_jobs(HvrHost *self, HvrJob *running, HvrJob *last)
{
    g_clear_pointer(&self->job, hvr_job_unref);
    g_clear_pointer(&self->last_job, hvr_job_unref);
    self->job = running;
    self->last_job = last;
}

void
fake_host_hold(HvrHost *self)
{
    self->hold = TRUE;
}

guint
fake_host_get_n_held(HvrHost *self)
{
    return self->held->len;
}

const char *
fake_host_get_last_work(HvrHost *self)
{
    return self->last_work;
}

gboolean
fake_host_is_cancelled(HvrHost *self, guint index)
{
    GCancellable *cancellable = g_task_get_cancellable(g_ptr_array_index(self->held, index));

    return g_cancellable_is_cancelled(cancellable);
}

void
fake_host_release(HvrHost *self, guint index, GError *error)
{
    g_autoptr(GTask) task = g_object_ref(g_ptr_array_index(self->held, index));

    g_ptr_array_remove_index(self->held, index);
    if (error != NULL)
        g_task_return_error(task, error);
    else
        g_task_return_boolean(task, TRUE);
}

void
fake_host_release_unexplained(HvrHost *self, guint index)
{
    g_autoptr(GTask) task = g_object_ref(g_ptr_array_index(self->held, index));

    g_ptr_array_remove_index(self->held, index);
    g_task_return_boolean(task, FALSE);
}

void
fake_host_begin(HvrHost *self,
                const char *work,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer user_data)
{
    GTask *task = g_task_new(self, cancellable, callback, user_data);

    g_task_set_check_cancellable(task, FALSE);
    g_free(self->last_work);
    self->last_work = g_strdup(work);
    g_ptr_array_add(self->held, task);
    if (!self->hold)
        fake_host_release(self, self->held->len - 1, NULL);
}

gboolean
fake_host_end(GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean(G_TASK(result), error);
}

void
hvr_host_config_init(HvrHostConfig *config)
{
    *config = (HvrHostConfig){ .n_workers = 2 };
}

HvrHost *
hvr_host_new(const HvrHostConfig *config, HvrClock *clock)
{
    HvrHost *self = fake_host_new();

    g_free(self->name);
    self->name = g_strdup(config->endpoint.name);

    return self;
}

void
hvr_host_close(HvrHost *self)
{
    while (self->held->len > 0)
        fake_host_release(self, 0, g_error_new(HVR_ERROR, HVR_ERROR_CANCELLED, "closed"));
}

void
hvr_host_open_async(HvrHost *self,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
    fake_host_begin(self, "open", cancellable, callback, user_data);
}

gboolean
hvr_host_open_finish(HvrHost *self, GAsyncResult *result, GError **error)
{
    return fake_host_end(result, error);
}

const char *
hvr_host_get_name(HvrHost *self)
{
    return self->name;
}

gboolean
hvr_host_is_reachable(HvrHost *self)
{
    return TRUE;
}

const char *
hvr_host_get_address(HvrHost *self)
{
    return "192.0.2.1";
}

gint64
hvr_host_get_time(HvrHost *self)
{
    return 0;
}

gint64
hvr_host_get_lost_time(HvrHost *self)
{
    return 0;
}

const char *
hvr_host_get_lost_reason(HvrHost *self)
{
    return NULL;
}

const HvrHostFacts *
hvr_host_get_facts(HvrHost *self)
{
    return &self->facts;
}

GPtrArray *
hvr_host_get_domains(HvrHost *self)
{
    return self->domains;
}

HvrDomain *
hvr_host_lookup_by_name(HvrHost *self, const char *name, GError **error)
{
    for (guint i = 0; i < self->domains->len; i++) {
        if (g_str_equal(fake_host_get_domain(self, i)->name, name))
            return fake_host_get_domain(self, i);
    }
    if (g_str_equal(self->own->name, name))
        return self->own;

    return hvr_fail_null(error, HVR_ERROR_NO_DOMAIN, "%s", name);
}

HvrDomain *
hvr_host_lookup_by_uuid(HvrHost *self, const guchar *uuid, GError **error)
{
    g_autofree char *guid = hvr_domain_format_guid(uuid);

    for (guint i = 0; i < self->domains->len; i++) {
        if (g_str_equal(fake_host_get_domain(self, i)->guid, guid))
            return fake_host_get_domain(self, i);
    }
    if (g_str_equal(self->own->guid, guid))
        return self->own;

    return hvr_fail_null(error, HVR_ERROR_NO_DOMAIN, "%s", guid);
}

HvrDomain *
hvr_host_lookup_by_id(HvrHost *self, int id, GError **error)
{
    for (guint i = 0; i < self->domains->len; i++) {
        if (fake_host_get_domain(self, i)->id == id && id > 0)
            return fake_host_get_domain(self, i);
    }

    return hvr_fail_null(error, HVR_ERROR_NO_DOMAIN, "%d", id);
}

static gboolean
is_web01(HvrHost *self, const HvrDomain *domain)
{
    return domain == fake_host_get_domain(self, 0);
}

HvrJob *
hvr_host_get_job(HvrHost *self, const HvrDomain *domain)
{
    return is_web01(self, domain) ? self->job : NULL;
}

HvrJob *
hvr_host_get_shown_job(HvrHost *self, const HvrDomain *domain)
{
    return hvr_host_get_job(self, domain);
}

HvrJob *
hvr_host_get_last_job(HvrHost *self, const HvrDomain *domain)
{
    return is_web01(self, domain) ? self->last_job : NULL;
}

void
hvr_host_forget_last_job(HvrHost *self, const HvrDomain *domain)
{
    g_clear_pointer(&self->last_job, hvr_job_unref);
}

void
hvr_host_power_async(HvrHost *self,
                     HvrDomain *domain,
                     HvrPower power,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
    g_autofree char *work = g_strdup_printf("power %d %s", (int)power, domain->name);

    fake_host_begin(self, work, cancellable, callback, user_data);
}

gboolean
hvr_host_power_finish(HvrHost *self, GAsyncResult *result, GError **error)
{
    return fake_host_end(result, error);
}

void
hvr_host_set_metadata_async(HvrHost *self,
                            HvrDomain *domain,
                            int type,
                            const char *text,
                            const char *uri,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
    g_autofree char *work = g_strdup_printf("metadata %s %d %s %s", domain->name, type,
                                            text != NULL ? text : "nothing",
                                            uri != NULL ? uri : "nowhere");

    fake_host_begin(self, work, cancellable, callback, user_data);
}

gboolean
hvr_host_set_metadata_finish(HvrHost *self, GAsyncResult *result, GError **error)
{
    return fake_host_end(result, error);
}

void
hvr_host_abort_job_async(HvrHost *self,
                         HvrDomain *domain,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
    fake_host_begin(self, "abort", cancellable, callback, user_data);
}

gboolean
hvr_host_abort_job_finish(HvrHost *self, GAsyncResult *result, GError **error)
{
    return fake_host_end(result, error);
}

HvrAccess
hvr_command_find_access(HvrDomain *domain, const char *text, const char **out_name)
{
    gboolean is_query = strstr(text, "query-") != NULL;

    *out_name = is_query ? "query-job" : "replication-failover";

    return is_query ? HVR_ACCESS_READ : HVR_ACCESS_FAILOVER;
}

char *
hvr_command_find_reason(HvrDomain *domain, const char *text)
{
    return NULL;
}

void
hvr_command_run_async(HvrHost *self,
                      HvrDomain *domain,
                      const char *text,
                      gboolean read_only,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
    g_autofree char *work =
        g_strdup_printf("%scommand %s %s", read_only ? "read-only " : "", domain->name, text);

    fake_host_begin(self, work, cancellable, callback, user_data);
}

char *
hvr_command_run_finish(GAsyncResult *result, GError **error)
{
    return fake_host_end(result, error) ? g_strdup("{\"return\": {}}") : NULL;
}
