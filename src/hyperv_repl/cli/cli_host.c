/* cli_host.c: a connection to one Hyper-V host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_host.h"

#include <glib/gi18n-lib.h>
#include <libvirt/virterror.h>
#include <string.h>

#include "cli_error.h"
#include "libvirt-hyperv-repl.h"

/* The system's daemon; its hosts.conf says which host an empty path means. */
#define USUAL_URI "hyperv+unix:///"

/* Fewer than libvirt's daemons let wait to be let in. */
#define MAX_AT_A_TIME 16

/* What virConnectGetType() says of this driver. */
#define DRIVER "Hyper-V"

void
hvr_cli_host_free(HvrCliHost *self)
{
    if (self == NULL)
        return;

    if (self->conn != NULL)
        virConnectClose(self->conn);
    g_clear_error(&self->lost);
    g_free(self->name);
    g_free(self->uri);
    g_free(self);
}

/* libvirt's own default may be another driver's, which nobody means here. */
static const char *
get_base(const char *given)
{
    const char *ours = g_getenv("VIRT_REPLICA_DEFAULT_URI");
    const char *libvirts = g_getenv("LIBVIRT_DEFAULT_URI");

    if (given != NULL && given[0] != '\0')
        return given;
    if (ours != NULL && ours[0] != '\0')
        return ours;
    if (libvirts != NULL && g_str_has_prefix(libvirts, "hyperv"))
        return libvirts;

    return USUAL_URI;
}

/* Returns: (transfer full) (nullable): the query with ?host= saying @name, or the other parameters
 * alone */
static char *
change_query(GUri *uri, const char *name)
{
    g_auto(GStrv)
        parts = g_strsplit(g_uri_get_query(uri) != NULL ? g_uri_get_query(uri) : "", "&", -1);
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
    g_auto(GStrv) kept = NULL;
    g_autofree char *query = NULL;

    for (guint i = 0; parts[i] != NULL; i++) {
        if (parts[i][0] != '\0' && !g_str_has_prefix(parts[i], "host="))
            g_strv_builder_add(builder, parts[i]);
    }
    if (name != NULL) {
        g_autofree char *escaped = g_uri_escape_string(name, NULL, FALSE);
        g_autofree char *parameter = g_strconcat("host=", escaped, NULL);

        g_strv_builder_add(builder, parameter);
    }
    kept = g_strv_builder_end(builder);
    query = g_strjoinv("&", kept);

    return query[0] != '\0' ? g_steal_pointer(&query) : NULL;
}

static char *
change_host(const char *base, const char *name, GError **error)
{
    g_autoptr(GUri) uri = g_uri_parse(base, G_URI_FLAGS_ENCODED, NULL);
    gboolean is_session = uri != NULL && g_str_has_prefix(g_uri_get_path(uri), "/session");
    g_autofree char *escaped = g_uri_escape_string(name, NULL, FALSE);
    g_autofree char *path = g_strconcat("/", escaped, NULL);
    g_autofree char *query = NULL;

    if (uri == NULL)
        return hvr_cli_fail_null(error, HVR_CLI_EXIT_USAGE,
                                 _("'%s' is no URI; write one like hyperv+unix:///HOST"), base);

    query = change_query(uri, is_session ? name : NULL);

    return g_uri_join(G_URI_FLAGS_ENCODED, g_uri_get_scheme(uri), NULL,
                      g_uri_get_host(uri) != NULL ? g_uri_get_host(uri) : "", g_uri_get_port(uri),
                      is_session ? "/session" : path, query, NULL);
}

char *
hvr_cli_host_dup_daemon(const HvrCliHost *self)
{
    return change_host(self->uri, "", NULL);
}

/* Returns: (transfer full): what a reader would call the host that a URI names, before it is opened
 */
static char *
name_of(const char *text)
{
    g_autoptr(GUri) uri = g_uri_parse(text, G_URI_FLAGS_ENCODED, NULL);
    g_autoptr(GHashTable) query = NULL;
    const char *path = uri != NULL ? g_uri_get_path(uri) : "";
    g_autofree char *name = path[0] == '/' ? g_uri_unescape_string(path + 1, NULL) : NULL;

    if (uri != NULL && g_uri_get_query(uri) != NULL)
        query = g_uri_parse_params(g_uri_get_query(uri), -1, "&", G_URI_PARAMS_NONE, NULL);
    if (g_strcmp0(name, "session") == 0 && query != NULL && g_hash_table_contains(query, "host"))
        return g_strdup(g_hash_table_lookup(query, "host"));

    return name != NULL && name[0] != '\0' ? g_steal_pointer(&name) : g_strdup(text);
}

HvrCliHost *
hvr_cli_host_new(const char *base, const char *name, gboolean is_read_only, GError **error)
{
    HvrCliHost *self;
    char *uri;

    if (name == NULL)
        uri = g_strdup(get_base(base));
    else if (strstr(name, "://") != NULL)
        uri = g_strdup(name);
    else
        uri = change_host(get_base(base), name, error);
    if (uri == NULL)
        return NULL;

    self = g_new0(HvrCliHost, 1);
    self->uri = uri;
    self->name = name_of(uri);
    self->is_read_only = is_read_only;

    return self;
}

/* The library's functions would only say that the driver does not know them. */
static gboolean
is_ours(virConnectPtr conn)
{
    return g_strcmp0(virConnectGetType(conn), DRIVER) == 0;
}

static void
on_timer(int timer, void *opaque G_GNUC_UNUSED)
{
    virEventUpdateTimeout(timer, -1);
}

/* Nobody runs the loop while a shell waits for its next line, so that what has
 * come in since then, an end of the connection above all, is still to be seen. */
static void
take_in_events(void)
{
    int timer = virEventAddTimeout(0, on_timer, NULL, NULL);

    if (timer < 0)
        return;

    (void)virEventRunDefaultImpl();
    (void)virEventRemoveTimeout(timer);
}

/* Whether there is a connection; what the daemon closed meanwhile is there no more. */
static gboolean
is_open(HvrCliHost *self)
{
    if (self->conn != NULL)
        take_in_events();
    if (self->conn != NULL && virConnectIsAlive(self->conn) != 1)
        virConnectClose(g_steal_pointer(&self->conn));

    return self->conn != NULL;
}

/* May be run by a thread of its own. */
static gboolean
connect_to(HvrCliHost *self, GError **error)
{
    virConnectPtr conn = virConnectOpenAuth(self->uri, virConnectAuthPtrDefault,
                                            self->is_read_only ? VIR_CONNECT_RO : 0);

    if (conn == NULL) {
        GError *failure = NULL;

        hvr_cli_fail_libvirt(&failure);
        if (failure->code != HVR_CLI_EXIT_DENIED)
            failure->code = HVR_CLI_EXIT_UNREACHABLE;
        if (!hvr_cli_error_tells(failure, self->name))
            g_prefix_error(&failure, _("host '%s': "), self->name);
        g_propagate_error(error, failure);
        return FALSE;
    }
    if (!is_ours(conn)) {
        virConnectClose(conn);
        return hvr_cli_fail(error, HVR_CLI_EXIT_USAGE,
                            _("'%s' is no connection to a Hyper-V host; "
                              "use one like hyperv+unix:///HOST after -c"),
                            self->uri);
    }
    self->conn = conn;

    return TRUE;
}

virConnectPtr
hvr_cli_host_open(HvrCliHost *self, GError **error)
{
    if (self->lost != NULL) {
        g_propagate_error(error, g_steal_pointer(&self->lost));
        return NULL;
    }

    return is_open(self) || connect_to(self, error) ? self->conn : NULL;
}

/* ssh asks for its password on the terminal, where two of them would take turns with the keys. */
static gboolean
may_ask(const HvrCliHost *self)
{
    g_autofree char *scheme = g_uri_parse_scheme(self->uri);

    return scheme != NULL && strstr(scheme, "ssh") != NULL;
}

/* Connections that are still to be made; whoever has time takes the next. */
typedef struct {
    GPtrArray *hosts;
    gint next;
} Queue;

static gpointer
run_queue(gpointer data)
{
    Queue *queue = data;
    guint i;

    while ((i = (guint)g_atomic_int_add(&queue->next, 1)) < queue->hosts->len) {
        HvrCliHost *host = queue->hosts->pdata[i];

        if (host->conn == NULL && host->lost == NULL)
            connect_to(host, &host->lost);
    }

    return NULL;
}

/* The threads end here: whoever outlives this would get a Ctrl-C that is for others. */
void
hvr_cli_host_open_all(GPtrArray *hosts)
{
    Queue queue = { hosts, 0 };
    GThread *threads[MAX_AT_A_TIME - 1];
    guint n_threads = 0;
    guint n_closed = 0;
    gboolean asks = FALSE;

    for (guint i = 0; i < hosts->len; i++) {
        n_closed += is_open(hosts->pdata[i]) ? 0 : 1;
        asks |= may_ask(hosts->pdata[i]);
    }
    while (!asks && n_threads + 1 < MIN(n_closed, MAX_AT_A_TIME))
        threads[n_threads++] = g_thread_new("open", run_queue, &queue);
    run_queue(&queue);
    while (n_threads > 0)
        g_thread_join(threads[--n_threads]);
}
