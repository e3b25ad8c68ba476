/* test_guest.c: what a guest tells its host about itself
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "guest.h"

typedef struct {
    const char *name;
    const char *subnet;
    guint prefix;
} PrefixCase;

/* clang-format off */
static const PrefixCase prefixes[] = {
    { "ipv4",        "255.255.255.0",   24  },
    { "ipv4-odd",    "255.255.254.0",   23  },
    { "ipv4-all",    "255.255.255.255", 32  },
    { "ipv4-none",   "0.0.0.0",         0   },
    { "ipv4-holes",  "255.0.255.0",     0   },
    { "ipv6",        "/64",             64  },
    { "ipv6-bare",   "64",              64  },
    { "ipv6-all",    "/128",            128 },
    { "ipv6-beyond", "/129",            0   },
    { "word",        "wide",            0   },
    { "empty",       "",                0   },
    { "slash",       "/",               0   },
};
/* clang-format on */

static void
test_prefix(gconstpointer data)
{
    const PrefixCase *c = data;

    g_assert_cmpuint(hvr_guest_parse_prefix(c->subnet), ==, c->prefix);
}

static void
test_address(void)
{
    g_autoptr(HvrGuest) guest = hvr_guest_new();
    HvrGuestInterface *interface = hvr_guest_add_interface(guest, "abCD");
    const HvrGuestAddress *first;

    g_assert_cmpstr(interface->adapter, ==, "ABCD");
    g_assert_true(hvr_guest_add_address(interface, "FE80::0:1", "/64"));
    g_assert_true(hvr_guest_add_address(interface, "10.0.0.7", NULL));
    g_assert_false(hvr_guest_add_address(interface, "10.0.0.7.8", "/64"));
    g_assert_false(hvr_guest_add_address(interface, "<b>", "/64"));
    g_assert_false(hvr_guest_add_address(interface, "", NULL));
    g_assert_cmpuint(interface->addresses->len, ==, 2);
    first = interface->addresses->pdata[0];
    g_assert_true(first->is_ipv6);
    g_assert_cmpstr(first->address, ==, "fe80::1");
    g_assert_cmpuint(first->prefix, ==, 64);
}

/* An item that is there and empty says as much as one that is not. */
static void
test_find(void)
{
    g_autoptr(HvrGuest) guest = hvr_guest_new();

    g_hash_table_insert(guest->items, g_strdup("OSName"), g_strdup("Windows"));
    g_hash_table_insert(guest->items, g_strdup("CSDVersion"), g_strdup(""));
    g_assert_cmpstr(hvr_guest_find(guest, "OSName"), ==, "Windows");
    g_assert_null(hvr_guest_find(guest, "CSDVersion"));
    g_assert_null(hvr_guest_find(guest, "osname"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++) {
        g_autofree char *path = g_strconcat("/guest/prefix/", prefixes[i].name, NULL);

        g_test_add_data_func(path, &prefixes[i], test_prefix);
    }
    g_test_add_func("/guest/address", test_address);
    g_test_add_func("/guest/find", test_find);

    return g_test_run();
}
