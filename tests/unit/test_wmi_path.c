/* test_wmi_path.c: object paths as text and as endpoint references
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wmi_path.h"

#include "hvr_error.h"
#include "wsman_epr.h"

#define GUID "6DDC63C1-0135-40CA-B998-A606D91080E9"
#define V2   "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/virtualization/v2/"

typedef struct {
    const char *name;
    const char *text;
    const char *host;
    const char *wmi_namespace;
    const char *class_name;
    const char *key;
    const char *value;
    guint n_keys;
    const char *again; /* how it is written; NULL: as it was */
} Case;

/* clang-format off */
static const Case cases[] = {
    { "full",           "\\\\HOST\\root\\virtualization\\v2:Msvm_ComputerSystem.CreationClassName=\"Msvm_ComputerSystem\",Name=\"" GUID "\"",
      "HOST", "root/virtualization/v2", "Msvm_ComputerSystem", "Name", GUID, 2, NULL },
    { "escaped",        "\\\\HOST\\root\\virtualization\\v2:Msvm_ReplicationRelationship.InstanceID=\"Microsoft:" GUID "\\\\HVR\\\\0\"",
      "HOST", "root/virtualization/v2", "Msvm_ReplicationRelationship", "InstanceID", "Microsoft:" GUID "\\HVR\\0", 1, NULL },
    { "not-escaped",    "Msvm_ReplicationRelationship.InstanceID=\"Microsoft:" GUID "\\HVR\\0\"",
      NULL, NULL, "Msvm_ReplicationRelationship", "InstanceID", "Microsoft:" GUID "\\HVR\\0", 1,
      "Msvm_ReplicationRelationship.InstanceID=\"Microsoft:" GUID "\\\\HVR\\\\0\"" },
    { "quote",          "A.K=\"say \\\"hi\\\"\"",          NULL, NULL, "A", "K", "say \"hi\"", 1, NULL },
    { "single-quotes",  "A.K='it\\'s \"x\"'",              NULL, NULL, "A", "K", "it's \"x\"", 1, "A.K=\"it's \\\"x\\\"\"" },
    { "number",         "A.K1=\"v\",K2=5",                 NULL, NULL, "A", "K2", "5", 2, "A.K1=\"v\",K2=\"5\"" },
    { "negative",       "A.K=-5",                          NULL, NULL, "A", "K", "-5", 1, "A.K=\"-5\"" },
    { "boolean",        "A.K=TRUE",                        NULL, NULL, "A", "K", "TRUE", 1, "A.K=\"TRUE\"" },
    { "empty-value",    "A.K=\"\"",                        NULL, NULL, "A", "K", "", 1, NULL },
    { "any-case",       "A.instanceid=\"x\"",              NULL, NULL, "A", "InstanceID", "x", 1, NULL },
    { "separators",     "A.K=\"a,b=c.d:e/f\",L=\"x\"",     NULL, NULL, "A", "K", "a,b=c.d:e/f", 2, NULL },
    { "dot-host",       "\\\\.\\root\\cimv2:Win32_Process.Handle=\"1\"", ".", "root/cimv2", "Win32_Process", "Handle", "1", 1, NULL },
    { "fqdn",           "\\\\hv1.contoso.com\\root\\cimv2:A", "hv1.contoso.com", "root/cimv2", "A", "K", NULL, 0, NULL },
    { "forward-slash",  "//HOST/root/cimv2:A.K=\"1\"",     "HOST", "root/cimv2", "A", "K", "1", 1, "\\\\HOST\\root\\cimv2:A.K=\"1\"" },
    { "no-host",        "root\\cimv2:A.K=\"1\"",           NULL, "root/cimv2", "A", "K", "1", 1, NULL },
    { "class-only",     "Msvm_ComputerSystem",             NULL, NULL, "Msvm_ComputerSystem", "Name", NULL, 0, NULL },
    { "singleton",      "__SystemSecurity=@",              NULL, NULL, "__SystemSecurity", "K", NULL, 0, "__SystemSecurity" },
    { "nested",         "A.Antecedent=\"\\\\\\\\H\\\\root\\\\cimv2:B.K=\\\"a\\\\\\\\b\\\"\"", NULL, NULL, "A", "Antecedent",
      "\\\\H\\root\\cimv2:B.K=\"a\\\\b\"", 1, NULL },
    { "not-ascii",      "A.K=\"\xc3\xa4\xe4\xb8\xad\"",    NULL, NULL, "A", "K", "\xc3\xa4\xe4\xb8\xad", 1, NULL },
    { "last-backslash", "A.K=\"C:\\\\\"",                  NULL, NULL, "A", "K", "C:\\", 1, NULL },
};

static const char *const garbage[] = {
    "",
    ".",
    "\\\\",
    "\\\\HOST",
    "\\\\HOST\\",
    "\\\\\\root\\cimv2:A",
    "\\\\HOST\\root\\cimv2",
    "\\\\HOST\\:A",
    "\\\\HOST\\root\\cimv2:",
    ":A",
    "A.",
    "A.K",
    "A.K=\"1\",k=\"1\"",
    "A.K=",
    "A.=\"1\"",
    "A.K=\"1",
    "A.K=\"1\\\"",
    "A.K=\"1\"x",
    "A.K=\"1\",",
    "A.K=\"1\";",
    "A.K=\"1\",,L=\"2\"",
    "A.K='1\"",
    "A.K=-",
    "A.K=\"1\" or 1=1",
    "A=\"1\"",
    "A=@x",
    "A B.K=\"1\"",
    "A{}.K=\"1\"",
};
/* clang-format on */

static void
test_parse(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrWmiPath) path = hvr_wmi_path_parse(c->text, &error);
    g_autofree char *again = NULL;

    g_assert_no_error(error);
    g_assert_cmpstr(path->host, ==, c->host);
    g_assert_cmpstr(path->wmi_namespace, ==, c->wmi_namespace);
    g_assert_cmpstr(path->class_name, ==, c->class_name);
    g_assert_cmpstr(hvr_wmi_path_get(path, c->key), ==, c->value);
    g_assert_cmpuint(path->keys->len, ==, c->n_keys);
    again = hvr_wmi_path_format(path);
    g_assert_cmpstr(again, ==, c->again != NULL ? c->again : c->text);
}

static void
test_garbage(gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(hvr_wmi_path_parse(data, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_PROTOCOL);
}

/* The same value is escaped in a path and stands as it is in a selector. */
static void
test_to_epr(void)
{
    g_autoptr(HvrWmiPath) path = NULL;
    g_autoptr(HvrWsmanEpr) epr = NULL;

    path = hvr_wmi_path_parse("\\\\HOST\\root\\virtualization\\v2:Msvm_ReplicationRelationship."
                              "InstanceID=\"Microsoft:" GUID "\\\\HVR\\\\0\"",
                              NULL);
    epr = hvr_wmi_path_to_epr(path);
    g_assert_cmpstr(epr->resource_uri, ==, V2 "Msvm_ReplicationRelationship");
    g_assert_cmpuint(epr->selectors->len, ==, 1);
    g_assert_cmpstr(hvr_wsman_epr_get(epr, "InstanceID"), ==, "Microsoft:" GUID "\\HVR\\0");
}

static void
test_to_epr_default_namespace(void)
{
    g_autoptr(HvrWmiPath) path = hvr_wmi_path_parse("Msvm_ConcreteJob.InstanceID=\"1\"", NULL);
    g_autoptr(HvrWsmanEpr) epr = hvr_wmi_path_to_epr(path);

    g_assert_cmpstr(epr->resource_uri, ==, V2 "Msvm_ConcreteJob");
}

static void
test_from_epr(void)
{
    g_autoptr(HvrWsmanEpr) epr = hvr_wsman_epr_new(V2 "Msvm_ReplicationRelationship");
    g_autoptr(HvrWmiPath) path = NULL;
    g_autoptr(HvrWmiPath) hostless = NULL;
    g_autofree char *text = NULL;
    g_autofree char *short_text = NULL;

    hvr_wsman_epr_add(epr, "__cimnamespace", "root/virtualization/v2");
    hvr_wsman_epr_add(epr, "InstanceID", "Microsoft:" GUID "\\HVR\\0");
    path = hvr_wmi_path_from_epr(epr, "HOST", NULL);
    text = hvr_wmi_path_format(path);
    g_assert_cmpstr(text, ==,
                    "\\\\HOST\\root\\virtualization\\v2:Msvm_ReplicationRelationship."
                    "InstanceID=\"Microsoft:" GUID "\\\\HVR\\\\0\"");

    hostless = hvr_wmi_path_from_epr(epr, NULL, NULL);
    short_text = hvr_wmi_path_format(hostless);
    g_assert_true(g_str_has_prefix(short_text, "root\\virtualization\\v2:Msvm_Repl"));
}

static const char *const foreign[] = {
    "",
    "http://schemas.microsoft.com/wbem/wsman/1/wmi",
    "http://schemas.microsoft.com/wbem/wsman/1/wmi/",
    "http://schemas.microsoft.com/wbem/wsman/1/wmi/Msvm_ComputerSystem",
    V2,
    "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ComputerSystem",
};

static void
test_from_foreign_epr(gconstpointer data)
{
    g_autoptr(HvrWsmanEpr) epr = hvr_wsman_epr_new(data);
    g_autoptr(GError) error = NULL;

    g_assert_null(hvr_wmi_path_from_epr(epr, "HOST", &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_PROTOCOL);
}

typedef struct {
    const char *name;
    const char *a;
    const char *b;
    gboolean expect;
} Pair;

/* clang-format off */
static const Pair pairs[] = {
    { "same",            "A.K=\"1\"",                  "A.K=\"1\"",                     TRUE },
    { "any-case",        "\\\\h\\ROOT\\cimv2:a.k=\"X\"", "\\\\H\\root\\CIMV2:A.K=\"x\"", TRUE },
    { "any-order",       "A.K=\"1\",L=\"2\"",          "A.L=\"2\",K=\"1\"",             TRUE },
    { "one-host",        "\\\\H\\root\\virtualization\\v2:A.K=\"1\"", "A.K=\"1\"",      TRUE },
    { "dot-host",        "\\\\H\\root\\cimv2:A.K=\"1\"", "\\\\.\\root\\cimv2:A.K=\"1\"", TRUE },
    { "other-host",      "\\\\H\\root\\cimv2:A.K=\"1\"", "\\\\I\\root\\cimv2:A.K=\"1\"", FALSE },
    { "other-namespace", "root\\cimv2:A.K=\"1\"",      "A.K=\"1\"",                     FALSE },
    { "other-class",     "A.K=\"1\"",                  "B.K=\"1\"",                     FALSE },
    { "other-value",     "A.K=\"1\"",                  "A.K=\"2\"",                     FALSE },
    { "other-key",       "A.K=\"1\"",                  "A.L=\"1\"",                     FALSE },
    { "fewer-keys",      "A.K=\"1\",L=\"2\"",          "A.K=\"1\"",                     FALSE },
    { "more-keys",       "A.K=\"1\"",                  "A.K=\"1\",L=\"2\"",             FALSE },
};
/* clang-format on */

static void
test_equal(gconstpointer data)
{
    const Pair *pair = data;
    g_autoptr(HvrWmiPath) a = hvr_wmi_path_parse(pair->a, NULL);
    g_autoptr(HvrWmiPath) b = hvr_wmi_path_parse(pair->b, NULL);

    g_assert_cmpint(hvr_wmi_path_equal(a, b), ==, pair->expect);
    g_assert_cmpint(hvr_wmi_path_equal(b, a), ==, pair->expect);
}

static void
test_build(void)
{
    g_autofree char *job = hvr_wmi_path_build("Msvm_ConcreteJob", "InstanceID", "a\\b\"c");
    g_autofree char *system = hvr_wmi_path_build_system(GUID);
    g_autofree char *uri = hvr_wmi_resource_uri("root/cimv2", "*");
    g_autofree char *id = hvr_wmi_path_dup_key(job, "instanceid");

    g_assert_cmpstr(job, ==, "Msvm_ConcreteJob.InstanceID=\"a\\\\b\\\"c\"");
    g_assert_cmpstr(system, ==,
                    "Msvm_ComputerSystem.CreationClassName=\"Msvm_ComputerSystem\",Name=\"" GUID
                    "\"");
    g_assert_cmpstr(uri, ==, "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/cimv2/*");
    g_assert_cmpstr(id, ==, "a\\b\"c");
    g_assert_null(hvr_wmi_path_dup_key(job, "Name"));
    g_assert_null(hvr_wmi_path_dup_key("garbage{", "Name"));
}

static void
test_free_null(void)
{
    hvr_wmi_path_free(NULL);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/wmi/path/parse/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_parse);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(garbage); i++) {
        g_autofree char *path = g_strdup_printf("/wmi/path/garbage/%" G_GSIZE_FORMAT, i);

        g_test_add_data_func(path, garbage[i], test_garbage);
    }
    g_test_add_func("/wmi/path/to-epr", test_to_epr);
    g_test_add_func("/wmi/path/to-epr/default-namespace", test_to_epr_default_namespace);
    g_test_add_func("/wmi/path/from-epr", test_from_epr);
    for (gsize i = 0; i < G_N_ELEMENTS(foreign); i++) {
        g_autofree char *path = g_strdup_printf("/wmi/path/from-epr/foreign/%" G_GSIZE_FORMAT, i);

        g_test_add_data_func(path, foreign[i], test_from_foreign_epr);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) {
        g_autofree char *path = g_strconcat("/wmi/path/equal/", pairs[i].name, NULL);

        g_test_add_data_func(path, &pairs[i], test_equal);
    }
    g_test_add_func("/wmi/path/build", test_build);
    g_test_add_func("/wmi/path/free-null", test_free_null);

    return g_test_run();
}
