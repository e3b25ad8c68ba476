/* cli_events.c: what happens to the replication of machines, as it happens
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_events.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "cli_output.h"
#include "libvirt-hyperv-repl.h"

/* One host that is listened to. */
typedef struct {
    HvrCliHost *host;
    int id;
    struct _Watch *watch;
} Ear;

/* All that the command is about, from the first host to the last event. */
typedef struct _Watch {
    const HvrCliCall *call;
    GPtrArray *ears;
    GHashTable *known; /* patterns that some machine fits */
    guint64 n_left;    /* events to print yet; 0: no limit */
    gboolean has_ended;
    HvrCliExit status;
} Watch;

/* clang-format off */
static const struct {
    int id;
    const char *name;  /* of the event in JSON */
    const char *class; /* what --event calls it */
} kinds[] = {
    { VIR_HYPERV_REPL_EVENT_STATE,           "state",           "state"  },
    { VIR_HYPERV_REPL_EVENT_HEALTH,          "health",          "health" },
    { VIR_HYPERV_REPL_EVENT_JOB,             "job",             "job"    },
    { VIR_HYPERV_REPL_EVENT_POINT_ADDED,     "point-added",     "point"  },
    { VIR_HYPERV_REPL_EVENT_POINT_REMOVED,   "point-removed",   "point"  },
    { VIR_HYPERV_REPL_EVENT_FAILOVER_FORCED, "failover-forced", "forced" },
};
/* clang-format on */

static void
free_ear(gpointer data)
{
    Ear *ear = data;

    (void)virConnectHypervReplEventDeregister(ear->host->conn, ear->id);
    g_free(ear);
}

static Watch *
new_watch(const HvrCliCall *call)
{
    Watch *watch = g_new0(Watch, 1);

    watch->call = call;
    watch->ears = g_ptr_array_new_with_free_func(free_ear);
    watch->known = g_hash_table_new(g_str_hash, g_str_equal);
    watch->n_left = hvr_cli_options_get_number(call->options, "count", 0);

    return watch;
}

static void
free_watch(Watch *watch)
{
    g_ptr_array_unref(watch->ears);
    g_hash_table_unref(watch->known);
    g_free(watch);
}

static gboolean
fits_pattern(const char *pattern, virDomainPtr domain)
{
    char uuid[VIR_UUID_STRING_BUFLEN];

    return g_pattern_match_simple(pattern, virDomainGetName(domain)) ||
           (virDomainGetUUIDString(domain, uuid) == 0 && g_ascii_strcasecmp(uuid, pattern) == 0);
}

static gboolean
is_selected(const HvrCliOptions *options, virDomainPtr domain)
{
    const char *const *patterns = hvr_cli_options_get_list(options, "machine");

    for (guint i = 0; patterns[i] != NULL; i++) {
        if (fits_pattern(patterns[i], domain))
            return TRUE;
    }

    return patterns[0] == NULL;
}

static gboolean
is_wanted(const HvrCliOptions *options, const char *class)
{
    const char *const *classes = hvr_cli_options_get_list(options, "event");

    return classes[0] == NULL || g_strv_contains(classes, class);
}

static const char *
get(JsonObject *details, const char *member)
{
    return json_object_get_string_member_with_default(details, member, "?");
}

/* The one thing that a reader wants to know; the rest is in JSON. */
static char *
describe(int id, JsonObject *details)
{
    switch (id) {
    case VIR_HYPERV_REPL_EVENT_STATE:
        return g_strdup_printf("%s: %s -> %s", get(details, "mode"), get(details, "previous-state"),
                               get(details, "state"));
    case VIR_HYPERV_REPL_EVENT_HEALTH:
        return g_strdup(get(details, "health"));
    case VIR_HYPERV_REPL_EVENT_JOB:
        return g_strdup_printf("%s: %s, %d %%", get(details, "kind"), get(details, "status"),
                               (int)json_object_get_int_member_with_default(details, "percent", 0));
    case VIR_HYPERV_REPL_EVENT_POINT_ADDED:
    case VIR_HYPERV_REPL_EVENT_POINT_REMOVED:
        return g_strdup(get(details, "name"));
    default:
        return g_strdup(json_object_get_string_member_with_default(details, "reason", ""));
    }
}

static void
print(const Ear *ear, virDomainPtr domain, guint kind, gint64 usec, JsonObject *details)
{
    const HvrCliCall *call = ear->watch->call;
    g_autoptr(GDateTime) second = g_date_time_new_from_unix_utc(usec / G_USEC_PER_SEC);
    g_autoptr(GDateTime) time = g_date_time_add(second, usec % G_USEC_PER_SEC);
    g_autofree char *when = g_date_time_format(time, "%Y-%m-%dT%H:%M:%S.%fZ");
    g_autofree char *message = describe(kinds[kind].id, details);
    g_autoptr(JsonObject) record = json_object_new();

    json_object_set_string_member(record, "name", virDomainGetName(domain));
    json_object_set_string_member(record, "host", ear->host->name);
    json_object_set_string_member(record, "time", when);
    json_object_set_string_member(record, "event", kinds[kind].name);
    json_object_set_string_member(record, "message", message);
    json_object_set_object_member(record, "details", json_object_ref(details));
    hvr_cli_output_print_record(call->session, call->command->layout, record);
}

static void
on_event(virConnectPtr conn,
         virDomainPtr domain,
         int id,
         long long seconds,
         unsigned int micros,
         virTypedParameterPtr params,
         int n_params,
         void *opaque)
{
    const Ear *ear = opaque;
    Watch *watch = ear->watch;
    g_autoptr(JsonObject) details = NULL;

    for (guint i = 0; i < G_N_ELEMENTS(kinds) && !watch->has_ended; i++) {
        if (kinds[i].id != id || !is_wanted(watch->call->options, kinds[i].class) ||
            !is_selected(watch->call->options, domain))
            continue;
        details = hvr_cli_record_new(params, n_params);
        print(ear, domain, i, seconds * G_USEC_PER_SEC + micros, details);
        if (watch->n_left > 0 && --watch->n_left == 0)
            watch->has_ended = TRUE;
        return;
    }
}

static void
on_close(virConnectPtr conn, int reason, void *opaque)
{
    const Ear *ear = opaque;
    g_autoptr(GError) error = NULL;

    hvr_cli_fail(&error, HVR_CLI_EXIT_UNREACHABLE,
                 _("'%s': the connection has ended; start again when the daemon is back"),
                 ear->host->name);
    hvr_cli_complain(ear->watch->call->session, error);
    ear->watch->has_ended = TRUE;
    ear->watch->status = HVR_CLI_EXIT_UNREACHABLE;
}

/* Names are checked once, so that a slip of the pen is not waited for. */
static gboolean
look_for_machines(const HvrCliCall *call, Watch *watch, GError **error)
{
    const char *const *patterns = hvr_cli_options_get_list(call->options, "machine");
    virDomainPtr *domains = NULL;
    int n_domains = virConnectListAllDomains(call->conn, &domains, 0);

    if (n_domains < 0)
        return hvr_cli_fail_libvirt(error);

    for (int i = 0; i < n_domains; i++) {
        for (guint j = 0; patterns[j] != NULL; j++) {
            if (fits_pattern(patterns[j], domains[i]))
                g_hash_table_add(watch->known, (gpointer)patterns[j]);
        }
        virDomainFree(domains[i]);
    }
    free(domains);

    return TRUE;
}

gboolean
hvr_cli_events_run(HvrCliCall *call, GError **error)
{
    Watch *watch = call->memory;
    Ear *ear;

    if (watch == NULL)
        call->memory = watch = new_watch(call);
    if (!look_for_machines(call, watch, error))
        return FALSE;

    ear = g_new0(Ear, 1);
    ear->host = call->host;
    ear->watch = watch;
    ear->id = virConnectHypervReplEventRegister(call->conn, NULL, VIR_HYPERV_REPL_EVENT_ANY,
                                                on_event, ear, NULL, 0);
    if (ear->id < 0) {
        g_free(ear);
        return hvr_cli_fail_libvirt(error);
    }
    g_ptr_array_add(watch->ears, ear);
    (void)virConnectRegisterCloseCallback(call->conn, on_close, ear, NULL);

    return TRUE;
}

static void
on_timeout(int timer, void *opaque)
{
    Watch *watch = opaque;

    watch->has_ended = TRUE;
    watch->status = watch->n_left > 0 ? HVR_CLI_EXIT_TIMEOUT : HVR_CLI_EXIT_DONE;
}

static void
on_interrupt(int handle, int fd, int events, void *opaque)
{
    Watch *watch = opaque;

    watch->has_ended = TRUE;
}

static void
listen_to_all(Watch *watch)
{
    guint64 seconds = hvr_cli_options_get_number(watch->call->options, "timeout", 0);
    sigset_t wanted, before;
    int signal_fd, handle;
    int timer = -1;

    sigemptyset(&wanted);
    sigaddset(&wanted, SIGINT);
    pthread_sigmask(SIG_BLOCK, &wanted, &before);
    signal_fd = signalfd(-1, &wanted, SFD_CLOEXEC);
    handle = virEventAddHandle(signal_fd, VIR_EVENT_HANDLE_READABLE, on_interrupt, watch, NULL);
    if (seconds > 0)
        timer = virEventAddTimeout((int)MIN(seconds * 1000, G_MAXINT), on_timeout, watch, NULL);

    while (!watch->has_ended && virEventRunDefaultImpl() == 0)
        continue;

    if (timer >= 0)
        virEventRemoveTimeout(timer);
    virEventRemoveHandle(handle);
    close(signal_fd);
    /* One that waits in vain is not to come through afterwards. */
    sigtimedwait(&wanted, NULL, &(struct timespec){ 0 });
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static gboolean
check_names(const Watch *watch)
{
    const char *const *patterns = hvr_cli_options_get_list(watch->call->options, "machine");
    g_autoptr(GError) error = NULL;

    for (guint i = 0; patterns[i] != NULL; i++) {
        if (g_hash_table_contains(watch->known, patterns[i]))
            continue;
        hvr_cli_fail(&error, HVR_CLI_EXIT_USAGE,
                     _("'%s' is no machine here; check the name with 'virt-replica list'"),
                     patterns[i]);
        hvr_cli_complain(watch->call->session, error);
        return FALSE;
    }

    return TRUE;
}

HvrCliExit
hvr_cli_events_finish(HvrCliCall *call)
{
    Watch *watch = call->memory;
    HvrCliExit status = HVR_CLI_EXIT_DONE;

    if (watch == NULL)
        return status;

    if (!check_names(watch)) {
        status = HVR_CLI_EXIT_USAGE;
    } else if (watch->ears->len > 0) {
        hvr_cli_note(call->session, _("listening; Ctrl-C ends that"));
        listen_to_all(watch);
        status = watch->status;
    }
    for (guint i = 0; i < watch->ears->len; i++)
        (void)virConnectUnregisterCloseCallback(((Ear *)watch->ears->pdata[i])->host->conn,
                                                on_close);
    free_watch(watch);
    call->memory = NULL;

    return status;
}
