/* main.c: virt-hyperv-sim, a set of simulated Hyper-V hosts on the wire
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <stdlib.h>

#include "hvr_clock.h"
#include "hvr_error.h"
#include "sim_control.h"
#include "sim_server.h"
#include "sim_world.h"

typedef struct {
    char *world_file;
    char *address;
    char *certificate;
    char *key;
    char *control;
    char *ready_file;
    char *send;
    int port;
    gboolean version;
} Options;

static void
options_clear(Options *options)
{
    g_free(options->world_file);
    g_free(options->address);
    g_free(options->certificate);
    g_free(options->key);
    g_free(options->control);
    g_free(options->ready_file);
    g_free(options->send);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

static gboolean
parse_options(Options *options, int *argc, char ***argv, GError **error)
{
    /* clang-format off */
    const GOptionEntry entries[] = {
        { "world", 'w', 0, G_OPTION_ARG_FILENAME, &options->world_file,
          N_("simulate the hosts and virtual machines that FILE describes"), N_("FILE") },
        { "address", 'a', 0, G_OPTION_ARG_STRING, &options->address,
          N_("listen on ADDRESS; 127.0.0.1 if not given"), N_("ADDRESS") },
        { "port", 'p', 0, G_OPTION_ARG_INT, &options->port,
          N_("listen on PORT and those after it, HTTP and HTTPS for each host; any free ones if not given"), N_("PORT") },
        { "tls-certificate", 0, 0, G_OPTION_ARG_FILENAME, &options->certificate,
          N_("serve HTTPS too, with the certificate in FILE (PEM)"), N_("FILE") },
        { "tls-key", 0, 0, G_OPTION_ARG_FILENAME, &options->key,
          N_("the certificate's private key (PEM); not needed if it stands beside it"), N_("FILE") },
        { "control", 'c', 0, G_OPTION_ARG_FILENAME, &options->control,
          N_("take commands on the unix socket SOCKET"), N_("SOCKET") },
        { "ready-file", 'r', 0, G_OPTION_ARG_FILENAME, &options->ready_file,
          N_("write the hosts' URLs to FILE as soon as all of them listen"), N_("FILE") },
        { "send", 's', 0, G_OPTION_ARG_STRING, &options->send,
          N_("send one command to the simulator on SOCKET, print its answer and exit"), N_("COMMAND") },
        { "version", 'V', 0, G_OPTION_ARG_NONE, &options->version,
          N_("print the version and exit"), NULL },
        { NULL }
    };
    /* clang-format on */
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);

    g_option_context_add_main_entries(context, entries, GETTEXT_PACKAGE);
    g_option_context_set_translation_domain(context, GETTEXT_PACKAGE);
    g_option_context_set_summary(
        context, _("Simulates Hyper-V hosts: WMI over WS-Management, virtual machines, Hyper-V\n"
                   "Replica between them.  Nothing runs and nothing is stored."));
    g_option_context_set_description(
        context, _("Examples:\n"
                   "  virt-hyperv-sim --world demo.world --control /run/user/1000/sim.sock\n"
                   "  virt-hyperv-sim --control /run/user/1000/sim.sock --send 'step 3600'\n"
                   "  virt-hyperv-sim --control /run/user/1000/sim.sock --send help\n"
                   "\n"
                   "Ends on SIGTERM or SIGINT.\n"));

    return g_option_context_parse(context, argc, argv, error);
}

static gboolean
check_options(const Options *options, int argc, char **argv, GError **error)
{
    if (argc > 1)
        return hvr_fail(error, HVR_ERROR_INVALID, _("unexpected argument '%1$s'"), argv[1]);
    if (options->send != NULL && options->control == NULL)
        return hvr_fail(error, HVR_ERROR_INVALID, _("--send needs --control SOCKET"));
    if (options->send == NULL && options->world_file == NULL)
        return hvr_fail(error, HVR_ERROR_INVALID, _("--world FILE is missing"));
    if (options->port < 0 || options->port > G_MAXUINT16)
        return hvr_fail(error, HVR_ERROR_INVALID, _("'%1$d' is no port"), options->port);
    if (options->key != NULL && options->certificate == NULL)
        return hvr_fail(error, HVR_ERROR_INVALID, _("--tls-key needs --tls-certificate FILE"));

    return TRUE;
}

static gboolean
send_command(const Options *options, GError **error)
{
    g_autofree char *answer = hvs_control_send(options->control, options->send, error);
    g_auto(GStrv) items = NULL;
    g_autofree char *text = NULL;

    if (answer == NULL)
        return FALSE;
    if (!g_str_has_prefix(answer, "ok"))
        return hvr_fail(error, HVR_ERROR_INVALID, "%s", answer);
    items = g_strsplit(answer, "; ", -1);
    text = g_strjoinv("\n", items);
    g_print("%s\n", text);

    return TRUE;
}

static gboolean
load_certificate(const Options *options, GTlsCertificate **out_certificate, GError **error)
{
    g_autoptr(GError) cause = NULL;

    if (options->certificate == NULL)
        return TRUE;

    *out_certificate =
        options->key != NULL
            ? g_tls_certificate_new_from_files(options->certificate, options->key, &cause)
            : g_tls_certificate_new_from_file(options->certificate, &cause);
    if (*out_certificate == NULL)
        return hvr_fail(error, HVR_ERROR_CONFIG, _("the certificate '%1$s' cannot be used: %2$s"),
                        options->certificate, cause->message);

    return TRUE;
}

/* Two ports a host, even if nothing listens for HTTPS: one host file fits both ways. */
static gboolean
assign_ports(HvsWorld *world, guint port, GError **error)
{
    if (port == 0)
        return TRUE;
    if (port + 2 * world->hosts->len > G_MAXUINT16 + 1)
        return hvr_fail(error, HVR_ERROR_INVALID,
                        g_dngettext(GETTEXT_PACKAGE, "there is not %1$u port from %2$u on",
                                    "there are no %1$u ports from %2$u on", 2 * world->hosts->len),
                        2 * world->hosts->len, port);
    for (guint i = 0; i < world->hosts->len; i++) {
        HvsHost *host = g_ptr_array_index(world->hosts, i);

        host->http_port = port + 2 * i;
        host->https_port = port + 2 * i + 1;
    }

    return TRUE;
}

static GPtrArray *
start_servers(HvsWorld *world, const char *address, GTlsCertificate *certificate, GError **error)
{
    g_autoptr(GPtrArray) servers = g_ptr_array_new_with_free_func((GDestroyNotify)hvs_server_free);

    for (guint i = 0; i < world->hosts->len; i++) {
        HvsServer *server =
            hvs_server_new(g_ptr_array_index(world->hosts, i), address, certificate, error);

        if (server == NULL)
            return NULL;
        g_ptr_array_add(servers, server);
    }

    return g_steal_pointer(&servers);
}

/* "hv-primary http://127.0.0.1:5985/wsman https://127.0.0.1:5986/wsman", one line a host. */
static char *
dup_urls(const HvsWorld *world, const char *address, gboolean with_tls)
{
    GString *text = g_string_new(NULL);
    gboolean is_ipv6 = strchr(address, ':') != NULL;
    g_autofree char *place = g_strdup_printf(is_ipv6 ? "[%s]" : "%s", address);

    for (guint i = 0; i < world->hosts->len; i++) {
        const HvsHost *host = g_ptr_array_index(world->hosts, i);

        g_string_append_printf(text, "%s http://%s:%u/wsman", host->name, place, host->http_port);
        if (with_tls)
            g_string_append_printf(text, " https://%s:%u/wsman", place, host->https_port);
        g_string_append_c(text, '\n');
    }

    return g_string_free(text, FALSE);
}

static gboolean
announce(const char *urls, const char *ready_file, GError **error)
{
    g_autoptr(GError) cause = NULL;

    g_print("%s", urls);
    /* Written beside it and renamed: whoever sees the file sees all of it. */
    if (ready_file != NULL && !g_file_set_contents(ready_file, urls, -1, &cause))
        return hvr_fail(error, HVR_ERROR_CONFIG, _("the ready file cannot be written: %1$s"),
                        cause->message);

    return TRUE;
}

/* World time as a source: asked before each wait of the loop, so that whatever
 * was scheduled, cancelled or sped up in between counts at once. */
typedef struct {
    GSource source;
    HvsWorld *world;
} TimelineSource;

static gboolean
timeline_prepare(GSource *source, int *out_timeout)
{
    gint64 due = hvs_world_get_next_due(((TimelineSource *)source)->world);

    *out_timeout = due < 0 ? -1 : (int)MIN(due / 1000 + 1, G_MAXINT);

    return due == 0;
}

static gboolean
timeline_check(GSource *source)
{
    return hvs_world_get_next_due(((TimelineSource *)source)->world) == 0;
}

static gboolean
timeline_dispatch(GSource *source,
                  GSourceFunc callback G_GNUC_UNUSED,
                  gpointer user_data G_GNUC_UNUSED)
{
    hvs_world_sync(((TimelineSource *)source)->world);

    return G_SOURCE_CONTINUE;
}

static gboolean
on_signal(gpointer data)
{
    g_main_loop_quit(data);

    return G_SOURCE_CONTINUE;
}

static void
run_loop(HvsWorld *world)
{
    GSourceFuncs functions = { timeline_prepare, timeline_check, timeline_dispatch };
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    g_autoptr(GSource) source = g_source_new(&functions, sizeof(TimelineSource));

    ((TimelineSource *)source)->world = world;
    g_source_attach(source, NULL);
    g_unix_signal_add(SIGTERM, on_signal, loop);
    g_unix_signal_add(SIGINT, on_signal, loop);
    g_main_loop_run(loop);
    g_source_destroy(source);
}

static gboolean
simulate(const Options *options, GError **error)
{
    const char *address = options->address != NULL ? options->address : "127.0.0.1";
    g_autoptr(HvrClock) clock = hvr_clock_new();
    g_autoptr(HvsWorld) world = hvs_world_load(options->world_file, clock, error);
    g_autoptr(GTlsCertificate) certificate = NULL;
    g_autoptr(HvsControl) control = NULL;
    g_autoptr(GPtrArray) servers = NULL;
    g_autofree char *urls = NULL;

    if (world == NULL || !assign_ports(world, options->port, error) ||
        !load_certificate(options, &certificate, error))
        return FALSE;
    servers = start_servers(world, address, certificate, error);
    if (servers == NULL)
        return FALSE;
    if (options->control != NULL) {
        control = hvs_control_listen(world, options->control, error);
        if (control == NULL)
            return FALSE;
    }
    urls = dup_urls(world, address, certificate != NULL);
    if (!announce(urls, options->ready_file, error))
        return FALSE;
    run_loop(world);

    return TRUE;
}

static gboolean
run(int argc, char **argv, GError **error)
{
    g_auto(Options) options = { 0 };

    if (!parse_options(&options, &argc, &argv, error))
        return FALSE;
    if (options.version) {
        g_print("virt-hyperv-sim %s\n", PACKAGE_VERSION);
        return TRUE;
    }
    if (!check_options(&options, argc, argv, error))
        return FALSE;

    return options.send != NULL ? send_command(&options, error) : simulate(&options, error);
}

int
main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;

    setlocale(LC_ALL, "");
    bindtextdomain(GETTEXT_PACKAGE, LOCALEDIR);
    bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");
    textdomain(GETTEXT_PACKAGE);

    if (!run(argc, argv, &error)) {
        g_printerr("virt-hyperv-sim: %s\n", error->message);
        return EXIT_FAILURE;
    }

    return EXIT_SUCCESS;
}
