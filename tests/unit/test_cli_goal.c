/* test_cli_goal.c: whether what is asked for is what is there
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_goal.h"

#define SETTINGS                                                                                   \
    "{\"replica-server\":\"hv-b\",\"replica-host\":\"hv-b.example.com\",\"frequency\":300,"        \
    "\"compression\":true,\"auto-resync-start\":\"18:30\",\"certificate-thumbprint\":\"AB12\","    \
    "\"allowed-primary\":\"HV-A.example.com\",\"included-disks\":[\"C:\\\\a\",\"C:\\\\b\"]}"

typedef struct {
    const char *name;
    const char *wanted; /* "name=value ...", a number or yes and no */
    const char *other;
} Case;

/* clang-format off */
static const Case cases[] = {
    { "nothing",         "",                                               NULL                     },
    { "same",            "replica-server=hv-b frequency=300 compression=yes auto-resync-start=18:30", NULL },
    { "own-name",        "replica-server=HV-B.example.com",                NULL                     },
    { "other-host",      "replica-server=hv-c",                            "replica-server"         },
    { "part-of-name",    "replica-server=hv",                              "replica-server"         },
    { "other-domain",    "replica-server=hv-b.example.org",                "replica-server"         },
    { "number",          "frequency=30",                                   "frequency"              },
    { "switch",          "compression=no",                                 "compression"            },
    { "text",            "auto-resync-start=18:31",                        "auto-resync-start"      },
    { "case-matters",    "included-disks=C:\\A included-disks=C:\\b",      "included-disks"         },
    { "thumbprint",      "certificate-thumbprint=ab12",                    NULL                     },
    { "entry",           "allowed-primary=hv-a.example.com",               NULL                     },
    { "entry-label",     "allowed-primary=hv-a",                           "allowed-primary"        },
    { "list",            "included-disks=C:\\b included-disks=C:\\a",      NULL                     },
    { "shorter-list",    "included-disks=C:\\a",                           "included-disks"         },
    { "longer-list",     "included-disks=C:\\a included-disks=C:\\b included-disks=C:\\c", "included-disks" },
    { "not-there",       "recovery-history=0",                             "recovery-history"       },
    { "wrong-type",      "frequency=often",                                "frequency"              },
    { "first-is-told",   "frequency=30 compression=no",                    "frequency"              },
    { "manners",         "timeout=30 reason=drill",                        NULL                     },
};
/* clang-format on */

static void
add_param(virTypedParameterPtr *params, int *n_params, const char *name, const char *value)
{
    int maximum = *n_params;
    guint64 number;

    if (g_str_equal(value, "yes") || g_str_equal(value, "no"))
        virTypedParamsAddBoolean(params, n_params, &maximum, name, g_str_equal(value, "yes"));
    else if (g_ascii_string_to_unsigned(value, 10, 0, G_MAXUINT64, &number, NULL))
        virTypedParamsAddULLong(params, n_params, &maximum, name, number);
    else
        virTypedParamsAddString(params, n_params, &maximum, name, value);
}

static void
test_differ(gconstpointer user_data)
{
    const Case *c = user_data;
    g_autoptr(JsonNode) node = json_from_string(SETTINGS, NULL);
    g_auto(GStrv) words = g_strsplit(c->wanted, " ", -1);
    g_autofree char *other = NULL;
    virTypedParameterPtr params = NULL;
    int n_params = 0;

    for (guint i = 0; words[i] != NULL; i++) {
        g_auto(GStrv) pair = g_strsplit(words[i], "=", 2);

        add_param(&params, &n_params, pair[0], pair[1]);
    }
    other = hvr_cli_goal_differ(json_node_get_object(node), params, n_params);
    virTypedParamsFree(params, n_params);

    g_assert_cmpstr(other, ==, c->other);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_assert_cmpint(virInitialize(), ==, 0);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/cli/goal/differ/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_differ);
    }

    return g_test_run();
}
