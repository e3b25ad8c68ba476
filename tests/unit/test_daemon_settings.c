/* test_daemon_settings.c: the daemon's own settings, virthypervd.conf
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gstdio.h>

#include "daemon_settings.h"
#include "hvr_error.h"

static HvrDaemonSettings *
load(const char *text, gboolean is_system, GError **error)
{
    g_autofree char *directory = g_dir_make_tmp("hvr-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(directory, "virthypervd.conf", NULL);
    HvrDaemonSettings *settings;

    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    settings = hvr_daemon_settings_load(path, TRUE, is_system, error);
    g_unlink(path);
    g_rmdir(directory);

    return settings;
}

static void
test_defaults(void)
{
    g_autoptr(HvrDaemonSettings) system = load("", TRUE, NULL);
    g_autoptr(HvrDaemonSettings) session = load("", FALSE, NULL);

    g_assert_true(system->polkit_rw);
    g_assert_false(system->polkit_ro);
    g_assert_cmphex(system->unix_sock_rw_perms, ==, 0666);
    g_assert_cmphex(system->unix_sock_ro_perms, ==, 0666);
    g_assert_false(system->listen_tls);
    g_assert_cmpstr(system->tls_port, ==, "16514");
    g_assert_null(system->tls_allowed_dn_list);
    g_assert_cmpint(system->max_clients, ==, 5000);
    g_assert_cmpint(system->max_anonymous_clients, ==, 20);
    g_assert_cmpint(system->max_message_size, ==, 33554436);
    g_assert_cmpint(system->keepalive_interval, ==, 5);
    g_assert_cmpint(system->keepalive_count, ==, 5);
    g_assert_cmpint(system->log_level, ==, 3);
    g_assert_false(session->polkit_rw);
    g_assert_cmphex(session->unix_sock_rw_perms, ==, 0600);
}

/* Nobody is asked, so nobody else is let in, unless the file says so. */
static void
test_modes(void)
{
    g_autoptr(HvrDaemonSettings) closed = load("auth_unix_rw = \"none\"", TRUE, NULL);
    g_autoptr(HvrDaemonSettings)
        group = load("auth_unix_rw = \"none\"\nunix_sock_rw_perms = \"0660\"", TRUE, NULL);

    g_assert_cmphex(closed->unix_sock_rw_perms, ==, 0600);
    g_assert_cmphex(group->unix_sock_rw_perms, ==, 0660);
}

static void
test_all(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrDaemonSettings) s =
        load("unix_sock_dir = \"/d\"\nunix_sock_group = \"g\"\nunix_sock_ro_perms = \"0640\"\n"
             "auth_unix_ro = \"polkit\"\nlisten_tls = 1\nlisten_addr = \"::1\"\ntls_port = \"1\"\n"
             "key_file = \"k\"\ncert_file = \"c\"\nca_file = \"a\"\ncrl_file = \"r\"\n"
             "tls_priority = \"SECURE\"\ntls_allowed_dn_list = [ \"CN=*\" ]\nmax_clients = 1\n"
             "max_anonymous_clients = 2\nmax_queued_clients = 3\nmax_client_requests = 4\n"
             "max_message_size = 65536\nkeepalive_interval = 6\nkeepalive_count = 7\n"
             "log_level = 1\nunix_sock_rw_perms = \"0600\"\nauth_unix_rw = \"polkit\"\n",
             FALSE, &error);

    g_assert_no_error(error);
    g_assert_cmpstr(s->unix_sock_dir, ==, "/d");
    g_assert_cmpstr(s->unix_sock_group, ==, "g");
    g_assert_cmphex(s->unix_sock_ro_perms, ==, 0640);
    g_assert_true(s->polkit_ro && s->polkit_rw && s->listen_tls);
    g_assert_cmpstr(s->listen_addr, ==, "::1");
    g_assert_cmpstr(s->tls_port, ==, "1");
    g_assert_cmpstr(s->key_file, ==, "k");
    g_assert_cmpstr(s->cert_file, ==, "c");
    g_assert_cmpstr(s->ca_file, ==, "a");
    g_assert_cmpstr(s->crl_file, ==, "r");
    g_assert_cmpstr(s->tls_priority, ==, "SECURE");
    g_assert_cmpstr(s->tls_allowed_dn_list[0], ==, "CN=*");
    g_assert_cmpint(s->max_clients, ==, 1);
    g_assert_cmpint(s->max_anonymous_clients, ==, 2);
    g_assert_cmpint(s->max_queued_clients, ==, 3);
    g_assert_cmpint(s->max_client_requests, ==, 4);
    g_assert_cmpint(s->max_message_size, ==, 65536);
    g_assert_cmpint(s->keepalive_interval, ==, 6);
    g_assert_cmpint(s->keepalive_count, ==, 7);
    g_assert_cmpint(s->log_level, ==, 1);
}

typedef struct {
    const char *name;
    const char *text;
    const char *expected; /* behind the path */
} Case;

/* clang-format off */
static const Case bad[] = {
    { "unknown",     "max_workers = 20",                ":1: unknown key 'max_workers'" },
    { "sasl",        "\nauth_unix_rw = \"sasl\"",       ":2: 'auth_unix_rw' should be \"none\" or \"polkit\"" },
    { "switch",      "listen_tls = 2",                  ":1: 'listen_tls' should be 0 or 1" },
    { "switch-text", "listen_tls = \"1\"",              ":1: 'listen_tls' should be 0 or 1" },
    { "mode-number", "unix_sock_ro_perms = 666",        ":1: 'unix_sock_ro_perms' should be a file's mode like \"0660\"" },
    { "mode-digits", "unix_sock_ro_perms = \"0888\"",   ":1: 'unix_sock_ro_perms' should be a file's mode like \"0660\"" },
    { "too-few",     "max_clients = 0",                 ":1: 'max_clients' should be a number from 1 to 65536" },
    { "too-many",    "max_message_size = 33554437",     ":1: 'max_message_size' should be a number from 65536 to 33554436" },
    { "number-text", "tls_port = 16514",                ":1: 'tls_port' should be a text in quotes" },
    { "text-empty",  "ca_file = \"\"",                  ":1: 'ca_file' should be a text in quotes" },
    { "list-text",   "tls_allowed_dn_list = \"CN=a\"",  ":1: 'tls_allowed_dn_list' should be a list of texts in brackets" },
    { "log",         "log_level = 5",                   ":1: 'log_level' should be a number from 1 to 4" },
};
/* clang-format on */

static void
test_bad(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(GError) error = NULL;

    g_assert_null(load(c->text, TRUE, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CONFIG);
    g_assert_true(g_str_has_suffix(error->message, c->expected));
}

static void
test_missing(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrDaemonSettings)
        settings = hvr_daemon_settings_load("/nonexistent/virthypervd.conf", FALSE, TRUE, NULL);

    g_assert_nonnull(settings);
    g_assert_cmphex(settings->unix_sock_rw_perms, ==, 0666);
    g_assert_null(hvr_daemon_settings_load("/nonexistent/virthypervd.conf", TRUE, TRUE, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CONFIG);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/daemon/settings/defaults", test_defaults);
    g_test_add_func("/daemon/settings/modes", test_modes);
    g_test_add_func("/daemon/settings/all", test_all);
    g_test_add_func("/daemon/settings/missing", test_missing);
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autofree char *path = g_strconcat("/daemon/settings/bad/", bad[i].name, NULL);

        g_test_add_data_func(path, &bad[i], test_bad);
    }

    return g_test_run();
}
