/* daemon_polkit.c: asking polkit whether somebody may
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "daemon_polkit.h"

#include <glib/gi18n-lib.h>
#include <libvirt/virterror.h>

#include "hvr_error.h"
#include "rpc_error.h"

#define BUS_NAME  "org.freedesktop.PolicyKit1"
#define PATH      "/org/freedesktop/PolicyKit1/Authority"
#define INTERFACE "org.freedesktop.PolicyKit1.Authority"

/* Of CheckAuthorization()'s flags. */
#define ALLOW_USER_INTERACTION 1u

struct _HvrDaemonPolkit {
    GDBusConnection *bus; /* %NULL until it is needed */
    guint n_asked;
};

/* What was asked, as long as there is no answer; who asked may be gone by then. */
typedef struct {
    HvrDaemonPolkit *polkit;
    HvrAccess access;
    const char *what;
    char *who;
    char *action;
    char *ticket; /* with which the question can be taken back */
    GVariant *subject;
    GVariant *details;
} Question;

static void
polkit_clear(HvrDaemonPolkit *self)
{
    g_clear_object(&self->bus);
}

static void
question_free(Question *self)
{
    g_rc_box_release_full(self->polkit, (GDestroyNotify)polkit_clear);
    g_free(self->who);
    g_free(self->action);
    g_free(self->ticket);
    g_variant_unref(self->subject);
    g_variant_unref(self->details);
    g_free(self);
}

HvrDaemonPolkit *
hvr_daemon_polkit_new(GDBusConnection *bus)
{
    HvrDaemonPolkit *self = g_rc_box_new0(HvrDaemonPolkit);

    self->bus = bus != NULL ? g_object_ref(bus) : NULL;

    return self;
}

void
hvr_daemon_polkit_free(HvrDaemonPolkit *self)
{
    if (self != NULL)
        g_rc_box_release_full(self, (GDestroyNotify)polkit_clear);
}

static void
add_detail(GVariantBuilder *details, const char *name, const char *value)
{
    if (value != NULL)
        g_variant_builder_add(details, "{ss}", name, value);
}

static GVariant *
format_details(const HvrRpcWish *wish)
{
    g_autofree char *uuid = NULL;
    GVariantBuilder details;

    g_variant_builder_init(&details, G_VARIANT_TYPE("a{ss}"));
    add_detail(&details, "operation", wish->what);
    add_detail(&details, "host", wish->host);
    if (wish->domain != NULL) {
        uuid = g_ascii_strdown(wish->domain->guid, -1);
        add_detail(&details, "domain_name", wish->domain->name);
        add_detail(&details, "domain_uuid", uuid);
    }

    return g_variant_builder_end(&details);
}

static GVariant *
format_subject(const HvrDaemonPeer *peer)
{
    GVariantBuilder facts;

    g_variant_builder_init(&facts, G_VARIANT_TYPE("a{sv}"));
    g_variant_builder_add(&facts, "{sv}", "pid", g_variant_new_uint32(peer->pid));
    g_variant_builder_add(&facts, "{sv}", "start-time", g_variant_new_uint64(peer->start_time));
    g_variant_builder_add(&facts, "{sv}", "uid", g_variant_new_int32((gint32)peer->uid));

    return g_variant_new("(s@a{sv})", "unix-process", g_variant_builder_end(&facts));
}

/* A client that cannot even look gets what makes virsh start an agent and try
 * again; one that is in gets what it cannot do. */
static gboolean
refuse(const Question *question, int login_code, const char *reason, GError **error)
{
    if (question->access == HVR_ACCESS_READ)
        return hvr_rpc_fail(error, login_code, "%s", reason);

    return hvr_rpc_fail(error, VIR_ERR_ACCESS_DENIED,
                        _("%1$s may not '%2$s': %3$s (action '%4$s')"), question->who,
                        question->what, reason, question->action);
}

static gboolean
read_answer(const Question *question, GVariant *answer, GError **error)
{
    g_autoptr(GVariant) details = NULL;
    const char *dismissed = NULL;
    gboolean is_authorized;
    gboolean is_challenge;

    g_variant_get(answer, "((bb@a{ss}))", &is_authorized, &is_challenge, &details);
    if (is_authorized)
        return TRUE;
    if (g_variant_lookup(details, "polkit.dismissed", "&s", &dismissed) &&
        g_str_equal(dismissed, "true"))
        return refuse(question, VIR_ERR_AUTH_CANCELLED, _("user cancelled authentication process"),
                      error);
    if (is_challenge)
        return refuse(question, VIR_ERR_AUTH_UNAVAILABLE,
                      _("no polkit agent is there to ask, start pkttyagent"), error);

    return refuse(question, VIR_ERR_AUTH_FAILED, _("access denied by policy"), error);
}

/* Else the question would stay on somebody's screen. */
static void
take_back(const Question *question)
{
    g_dbus_connection_call(question->polkit->bus, BUS_NAME, PATH, INTERFACE,
                           "CancelCheckAuthorization", g_variant_new("(s)", question->ticket), NULL,
                           G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, NULL);
}

static void
on_answer(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(GTask) task = user_data;
    const Question *question = g_task_get_task_data(task);
    g_autoptr(GError) reason = NULL;
    g_autoptr(GVariant)
        answer = g_dbus_connection_call_finish(G_DBUS_CONNECTION(source), result, &reason);
    GError *error = NULL;

    if (g_error_matches(reason, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
        take_back(question);
        hvr_fail(&error, HVR_ERROR_CANCELLED, _("the client went away"));
    } else if (answer == NULL) {
        g_dbus_error_strip_remote_error(reason);
        g_message("polkit cannot decide: %s", reason->message);
        refuse(question, VIR_ERR_AUTH_FAILED, reason->message, &error);
    } else if (read_answer(question, answer, &error)) {
        g_task_return_boolean(task, TRUE);
        return;
    }
    g_task_return_error(task, error);
}

static void
ask(GTask *task)
{
    const Question *question = g_task_get_task_data(task);

    g_dbus_connection_call(question->polkit->bus, BUS_NAME, PATH, INTERFACE, "CheckAuthorization",
                           g_variant_new("(@(sa{sv})s@a{ss}us)", question->subject,
                                         question->action, question->details,
                                         ALLOW_USER_INTERACTION, question->ticket),
                           G_VARIANT_TYPE("((bba{ss}))"), G_DBUS_CALL_FLAGS_NONE, G_MAXINT,
                           g_task_get_cancellable(task), on_answer, g_object_ref(task));
}

static void
on_bus(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(GTask) task = user_data;
    const Question *question = g_task_get_task_data(task);
    HvrDaemonPolkit *self = question->polkit;
    g_autoptr(GError) reason = NULL;
    GDBusConnection *bus = g_bus_get_finish(result, &reason);
    GError *error = NULL;

    if (bus == NULL) {
        g_message("polkit cannot be asked: %s", reason->message);
        refuse(question, VIR_ERR_AUTH_FAILED, reason->message, &error);
        g_task_return_error(task, error);
        return;
    }
    /* The daemon outlives the bus. */
    g_dbus_connection_set_exit_on_close(bus, FALSE);
    g_clear_object(&self->bus);
    self->bus = bus;
    ask(task);
}

void
hvr_daemon_polkit_check_async(HvrDaemonPolkit *self,
                              const HvrDaemonPeer *peer,
                              const HvrRpcWish *wish,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, cancellable, callback, user_data);
    Question *question = g_new0(Question, 1);

    /* What was cancelled still says what came of it. */
    g_task_set_check_cancellable(task, FALSE);
    question->polkit = g_rc_box_acquire(self);
    question->access = wish->access;
    question->what = wish->what;
    question->who = g_strdup(peer->text);
    question->subject = g_variant_ref_sink(format_subject(peer));
    question->details = g_variant_ref_sink(format_details(wish));
    question->action =
        g_strconcat(HVR_DAEMON_POLKIT_PREFIX, hvr_access_get_name(wish->access), NULL);
    question->ticket = g_strdup_printf("virthypervd-%u", self->n_asked++);
    g_task_set_task_data(task, question, (GDestroyNotify)question_free);
    if (self->bus != NULL && !g_dbus_connection_is_closed(self->bus))
        ask(task);
    else
        g_bus_get(G_BUS_TYPE_SYSTEM, cancellable, on_bus, g_object_ref(task));
}

gboolean
hvr_daemon_polkit_check_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean(G_TASK(result), error);
}
