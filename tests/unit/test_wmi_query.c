/* test_wmi_query.c: WQL as text, and values that try to leave their quotes
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wmi_query.h"

#include <string.h>

typedef struct {
    const char *name;
    const char *value;
    const char *literal; /* as MS-WMI 2.2.1 and libvirt's own driver quote */
} Quote;

/* clang-format off */
static const Quote quotes[] = {
    { "plain",         "web01",                    "'web01'" },
    { "empty",         "",                         "''" },
    { "single-quote",  "it's",                     "'it\\'s'" },
    { "double-quote",  "a \"b\"",                  "'a \\\"b\\\"'" },
    { "backslash",     "Microsoft:G\\HVR\\0",      "'Microsoft:G\\\\HVR\\\\0'" },
    { "injection",     "x' OR Name <> '",          "'x\\' OR Name <> \\''" },
    { "trailing",      "x\\",                      "'x\\\\'" },
    { "escaped-quote", "\\'",                      "'\\\\\\''" },
    { "like-signs",    "50%_[a]",                  "'50%_[a]'" },
    { "not-ascii",     "\xe4\xbb\xae\xf0\x9f\x98\x80", "'\xe4\xbb\xae\xf0\x9f\x98\x80'" },
};

static const Quote likes[] = {
    { "plain",     "web01",   "web01" },
    { "empty",     "",        "" },
    { "percent",   "50%",     "50[%]" },
    { "underline", "a_b",     "a[_]b" },
    { "bracket",   "[a-z]",   "[[]a-z]" },
    { "all",       "%_[%",    "[%][_][[][%]" },
    { "quote",     "it's\\",  "it's\\" },
};
/* clang-format on */

static void
test_quote(gconstpointer data)
{
    const Quote *c = data;
    g_autofree char *literal = hvr_wmi_query_quote(c->value);

    g_assert_cmpstr(literal, ==, c->literal);
}

static void
test_like(gconstpointer data)
{
    const Quote *c = data;
    g_autofree char *pattern = hvr_wmi_query_escape_like(c->value);

    g_assert_cmpstr(pattern, ==, c->literal);
}

static void
test_select(void)
{
    g_autoptr(HvrWmiQuery) query = hvr_wmi_query_new(NULL, "Msvm_ConcreteJob");

    g_assert_cmpstr(hvr_wmi_query_get_text(query), ==, "SELECT * FROM Msvm_ConcreteJob");
    hvr_wmi_query_where(query, "InstanceID", "=", "a'b");
    g_assert_cmpstr(hvr_wmi_query_get_text(query), ==,
                    "SELECT * FROM Msvm_ConcreteJob WHERE InstanceID = 'a\\'b'");
    hvr_wmi_query_where_uint(query, "JobState", "<>", G_MAXUINT64);
    hvr_wmi_query_where(query, "Caption", "LIKE", "Micro%");
    g_assert_cmpstr(hvr_wmi_query_get_text(query), ==,
                    "SELECT * FROM Msvm_ConcreteJob WHERE InstanceID = 'a\\'b' "
                    "AND JobState <> 18446744073709551615 AND Caption LIKE 'Micro%'");
}

static void
test_projection(void)
{
    g_autoptr(HvrWmiQuery) query = hvr_wmi_query_new("Name, EnabledState", "Msvm_ComputerSystem");

    g_assert_cmpstr(hvr_wmi_query_get_text(query), ==,
                    "SELECT Name, EnabledState FROM Msvm_ComputerSystem");
}

static void
test_huge(void)
{
    g_autofree char *value = g_strnfill(100000, '\'');
    g_autofree char *literal = hvr_wmi_query_quote(value);

    g_assert_cmpuint(strlen(literal), ==, 200002);
}

static void
test_associators(void)
{
    const char *path = "Msvm_ComputerSystem.Name=\"G\"";
    g_autofree char *all = hvr_wmi_query_associators(path, NULL, NULL);
    g_autofree char *by_result =
        hvr_wmi_query_associators(path, NULL, "Msvm_VirtualSystemSettingData");
    g_autofree char *by_both =
        hvr_wmi_query_associators(path, "Msvm_SnapshotOfVirtualSystem", "Msvm_X");

    g_assert_cmpstr(all, ==, "ASSOCIATORS OF {Msvm_ComputerSystem.Name=\"G\"}");
    g_assert_cmpstr(by_result, ==,
                    "ASSOCIATORS OF {Msvm_ComputerSystem.Name=\"G\"} WHERE "
                    "ResultClass = Msvm_VirtualSystemSettingData");
    g_assert_cmpstr(by_both, ==,
                    "ASSOCIATORS OF {Msvm_ComputerSystem.Name=\"G\"} WHERE "
                    "AssocClass = Msvm_SnapshotOfVirtualSystem ResultClass = Msvm_X");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(quotes); i++) {
        g_autofree char *path = g_strconcat("/wmi/query/quote/", quotes[i].name, NULL);

        g_test_add_data_func(path, &quotes[i], test_quote);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(likes); i++) {
        g_autofree char *path = g_strconcat("/wmi/query/like/", likes[i].name, NULL);

        g_test_add_data_func(path, &likes[i], test_like);
    }
    g_test_add_func("/wmi/query/select", test_select);
    g_test_add_func("/wmi/query/projection", test_projection);
    g_test_add_func("/wmi/query/quote/huge", test_huge);
    g_test_add_func("/wmi/query/associators", test_associators);

    return g_test_run();
}
