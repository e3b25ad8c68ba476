/* test_wsman_spn.c: what a host is called where services are registered
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_spn.h"

typedef struct {
    const char *name;
    const char *address;
    const char *spn;
    const char *service;
    const char *host;
    const char *realm;
    gboolean is_whole;
} Case;

/* clang-format off */
static const Case cases[] = {
    { "none",  "HV01.example.com", NULL,                             "HTTP",  "hv01.example.com", NULL,       FALSE },
    { "class", "hv01",             "WSMAN",                          "WSMAN", "hv01",             NULL,       FALSE },
    { "whole", "192.0.2.1",        "HTTP/hv01.example.com",          "HTTP",  "hv01.example.com", NULL,       TRUE },
    { "realm", "192.0.2.1",        "HOST/hv01.example.com@CORP.NET", "HOST",  "hv01.example.com", "CORP.NET", TRUE },
    { "port",  "hv01",             "HTTP/hv01:5985",                 "HTTP",  "hv01:5985",        NULL,       TRUE },
};
/* clang-format on */

static void
test_new(gconstpointer data)
{
    const Case *c = data;
    HvrEndpoint endpoint = { .address = c->address, .spn = c->spn };
    g_autoptr(HvrWsmanSpn) spn = hvr_wsman_spn_new(&endpoint);

    g_assert_cmpstr(spn->service, ==, c->service);
    g_assert_cmpstr(spn->host, ==, c->host);
    g_assert_cmpstr(spn->realm, ==, c->realm);
    g_assert_cmpint(spn->is_whole, ==, c->is_whole);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/wsman/spn/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_new);
    }

    return g_test_run();
}
