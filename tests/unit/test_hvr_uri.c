/* test_hvr_uri.c: which host a connection URI names
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "hvr_error.h"
#include "hvr_uri.h"

typedef struct {
    const char *name;
    const char *uri;  /* as CONNECT_OPEN brings it */
    const char *host; /* %NULL: left open */
} Case;

/* clang-format off */
static const Case cases[] = {
    { "plain",                "hyperv:///hv01",                              "hv01" },
    { "foreign-parameters",   "hyperv:///hv01?foo=bar&baz=1%262",            "hv01" },
    { "two-segments",         "hyperv:///clu1/hv01",                         "clu1/hv01" },
    { "blank",                "hyperv:///hv%2001",                           "hv 01" },
    { "port",                 "hyperv:///hv01.example.net%3A5986",           "hv01.example.net:5986" },
    { "ipv6",                 "hyperv:///%5Bfe80%3A%3A1%5D",                 "[fe80::1]" },
    { "whole-uri",            "hyperv://admin@hv01:5986/?transport=https",   "hv01" },
    { "session",              "hyperv:///session?host=hv01",                 "hv01" },
    { "session-encoded",      "hyperv:///session?a=b&host=hv%2001&host=no",  "hv 01" },
    { "session-open",         "hyperv:///session",                           NULL },
    { "session-empty",        "hyperv:///session?host=",                     NULL },
    { "system",               "hyperv:///system",                            NULL },
    { "system-host",          "hyperv:///system?host=hv01",                  "hv01" },
    { "empty-path",           "hyperv:///",                                  NULL },
    { "empty-path-host",      "hyperv:///?host=hv01",                        "hv01" },
    { "no-path",              "hyperv:",                                     NULL },
    { "nothing",              "",                                            NULL },
    { "fragment",             "hyperv:///hv01#frag",                         "hv01" },
    { "trailing-slash",       "hyperv:///hv01/",                             "hv01" },
    { "host-parameter-later", "hyperv:///hv01?host=hv02",                    "hv01" },
    { "not-ascii",            "hyperv:///%D1%85%D0%BE%D1%81%D1%82",          "хост" },
    { "upper-case",           "HYPERV:///hv01",                              "hv01" },
    { "transport-left",       "hyperv+unix:///hv01",                         "hv01" },
};

static const Case refused[] = {
    { "other-driver",   "qemu:///system",            "'qemu:///system' is not a URI like hyperv:///HOST" },
    { "longer-scheme",  "hypervisor:///hv01",        "'hypervisor:///hv01' is not a URI like hyperv:///HOST" },
    { "no-uri",         "hv01",                      "'hv01' is not a URI like hyperv:///HOST" },
    { "nul-byte",       "hyperv:///hv%0001",         "the host 'hv%0001' is not well encoded" },
    { "cut-off-escape", "hyperv:///hv%2",            "the host 'hv%2' is not well encoded" },
    { "not-utf8",       "hyperv:///%FF",             "the host '%FF' is not well encoded" },
    { "bad-parameter",  "hyperv:///session?host=%0", "the parameters 'host=%0' are not well encoded" },
};
/* clang-format on */

static void
test_parse(gconstpointer data)
{
    const Case *c = data;
    g_autofree char *host = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_true(hvr_uri_parse_host(c->uri, &host, &error));
    g_assert_no_error(error);
    g_assert_cmpstr(host, ==, c->host);
}

static void
test_refuse(gconstpointer data)
{
    const Case *c = data;
    char *host = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_false(hvr_uri_parse_host(c->uri, &host, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_INVALID);
    g_assert_cmpstr(error->message, ==, c->host);
    g_assert_null(host);
}

static void
test_format(void)
{
    g_autofree char *plain = hvr_uri_format("hv01");
    g_autofree char *strange = hvr_uri_format("a b/%");

    g_assert_cmpstr(plain, ==, "hyperv:///hv01");
    g_assert_cmpstr(strange, ==, "hyperv:///a%20b%2F%25");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/hvr/uri/parse/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_parse);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(refused); i++) {
        g_autofree char *path = g_strconcat("/hvr/uri/refuse/", refused[i].name, NULL);

        g_test_add_data_func(path, &refused[i], test_refuse);
    }
    g_test_add_func("/hvr/uri/format", test_format);

    return g_test_run();
}
