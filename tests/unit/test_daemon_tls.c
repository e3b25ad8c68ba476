/* test_daemon_tls.c: certificates, ours and those of clients
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Handshakes are tested with stock clients: tests/rpc/test_tls.py.
 */

#include <config.h>

#include "daemon_tls.h"
#include "hvr_error.h"

typedef struct {
    const char *name;
    const char *patterns[3];
    gboolean has_list;
    gboolean expected;
} Case;

#define NAME "C=DE,O=Example,CN=admin01"

/* clang-format off */
static const Case cases[] = {
    { "no-list",    { NULL },                               FALSE, TRUE },
    { "empty-list", { NULL },                               TRUE,  FALSE },
    { "same",       { "C=DE,O=Example,CN=admin01" },        TRUE,  TRUE },
    { "other",      { "C=DE,O=Example,CN=admin02" },        TRUE,  FALSE },
    { "second",     { "CN=x", "C=DE,O=Example,CN=*" },      TRUE,  TRUE },
    { "part",       { "CN=admin01" },                       TRUE,  FALSE },
    { "case",       { "c=de,o=example,cn=admin01" },        TRUE,  FALSE },
    { "anything",   { "*" },                                TRUE,  TRUE },
};
/* clang-format on */

static void
test_allows(gconstpointer data)
{
    const Case *c = data;

    g_assert_cmpint(hvr_daemon_tls_allows(c->has_list ? c->patterns : NULL, NAME), ==, c->expected);
}

static void
test_no_files(void)
{
    const HvrDaemonSettings settings = {
        .ca_file = (char *)"/nonexistent/ca.pem",
        .cert_file = (char *)"/nonexistent/cert.pem",
        .key_file = (char *)"/nonexistent/key.pem",
    };
    g_autoptr(GError) error = NULL;

    g_assert_null(hvr_daemon_tls_new(&settings, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CONFIG);
    g_assert_cmpstr(error->message, ==,
                    "cannot use '/nonexistent/ca.pem' as ca_file: Error while reading file.");
}

static void
test_priority(void)
{
    const HvrDaemonSettings settings = { .tls_priority = (char *)"NONSENSE" };
    g_autoptr(GError) error = NULL;

    g_assert_null(hvr_daemon_tls_new(&settings, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CONFIG);
    g_assert_true(g_str_has_prefix(error->message, "tls_priority = \"NONSENSE\": "));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/daemon/tls/allows/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_allows);
    }
    g_test_add_func("/daemon/tls/no-files", test_no_files);
    g_test_add_func("/daemon/tls/priority", test_priority);

    return g_test_run();
}
