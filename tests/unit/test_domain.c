/* test_domain.c: GUIDs as libvirt's UUIDs
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "domain.h"

#include <libvirt/libvirt.h>
#include <string.h>

#include "hvr_error.h"
#include "repl_point.h"

typedef struct {
    const char *name;
    const char *guid;
    gboolean is_good;
} Case;

/* clang-format off */
static const Case cases[] = {
    { "upper",        "6DDC63C1-0135-40CA-B998-A606D91080E9",  TRUE },
    { "lower",        "6ddc63c1-0135-40ca-b998-a606d91080e9",  TRUE },
    { "empty",        "",                                      FALSE },
    { "short",        "6DDC63C1-0135-40CA-B998-A606D91080E",   FALSE },
    { "long",         "6DDC63C1-0135-40CA-B998-A606D91080E9F", FALSE },
    { "no-hyphen",    "6DDC63C1A0135-40CA-B998-A606D91080E9",  FALSE },
    { "hyphen-moved", "6DDC63C-10135-40CA-B998-A606D91080E9",  FALSE },
    { "not-hex",      "6DDC63C1-0135-40CA-B998-A606D91080EG",  FALSE },
    { "braces",       "{DDC63C1-0135-40CA-B998-A606D91080E}",  FALSE },
    { "host-name",    "HV-PRIMARY",                            FALSE },
};
/* clang-format on */

static void
test_parse(gconstpointer data)
{
    static const guchar expect[] = { 0x6d, 0xdc, 0x63, 0xc1, 0x01, 0x35, 0x40, 0xca,
                                     0xb9, 0x98, 0xa6, 0x06, 0xd9, 0x10, 0x80, 0xe9 };
    static const guchar untouched[16] = { 0 };
    const Case *c = data;
    guchar uuid[16] = { 0 };

    g_assert_cmpint(hvr_domain_parse_guid(c->guid, uuid), ==, c->is_good);
    g_assert_cmpmem(uuid, sizeof uuid, c->is_good ? expect : untouched, sizeof expect);
}

static void
test_format(void)
{
    static const guchar uuid[] = { 0x6d, 0xdc, 0x63, 0xc1, 0x01, 0x35, 0x40, 0xca,
                                   0xb9, 0x98, 0xa6, 0x06, 0xd9, 0x10, 0x80, 0xe9 };
    g_autofree char *guid = hvr_domain_format_guid(uuid);

    g_assert_cmpstr(guid, ==, "6DDC63C1-0135-40CA-B998-A606D91080E9");
}

static void
test_new(void)
{
    g_autoptr(HvrDomain) domain = hvr_domain_new("6ddc63c1-0135-40ca-b998-a606d91080e9", "web01");

    g_assert_cmpstr(domain->guid, ==, "6DDC63C1-0135-40CA-B998-A606D91080E9");
    g_assert_cmpint(domain->id, ==, -1);
    g_assert_false(hvr_domain_is_active(domain));
    g_assert_cmpuint(domain->mode, ==, 0);
    g_assert_cmpuint(domain->uuid[0], ==, 0x6d);
}

static void
test_active(void)
{
    static const int active[] = { VIR_DOMAIN_NOSTATE, VIR_DOMAIN_RUNNING, VIR_DOMAIN_PAUSED,
                                  VIR_DOMAIN_SHUTDOWN };
    g_autoptr(HvrDomain) domain = hvr_domain_new("6DDC63C1-0135-40CA-B998-A606D91080E9", "web01");

    for (guint i = 0; i < G_N_ELEMENTS(active); i++) {
        domain->state = active[i];
        g_assert_true(hvr_domain_is_active(domain));
    }
}

static void
test_snapshot(void)
{
    g_autoptr(HvrDomain) domain = hvr_domain_new("6DDC63C1-0135-40CA-B998-A606D91080E9", "web01");
    g_autoptr(GError) error = NULL;

    g_ptr_array_add(domain->snapshots,
                    hvr_snapshot_new("Microsoft:A", "before", HVR_POINT_CHECKPOINT, 1));
    hvr_snapshot_assign_names(domain->snapshots);

    g_assert_nonnull(hvr_domain_find_snapshot(domain, "before"));
    g_assert_null(hvr_domain_find_snapshot(domain, "Before"));
    g_assert_null(hvr_domain_lookup_snapshot(domain, "after", &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_NO_POINT);
    g_assert_cmpstr(error->message, ==, "'web01' has no recovery point or checkpoint 'after'");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/domain/parse-guid/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_parse);
    }
    g_test_add_func("/domain/format-guid", test_format);
    g_test_add_func("/domain/new", test_new);
    g_test_add_func("/domain/active", test_active);
    g_test_add_func("/domain/snapshot", test_snapshot);

    return g_test_run();
}
