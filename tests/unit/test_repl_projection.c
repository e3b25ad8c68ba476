/* test_repl_projection.c: what to select from a class of a given Windows Server
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_projection.h"

#include "msvm_tables.h"

#define SETTINGS &hvr_wmi_class_Msvm_ReplicationSettingData
#define SYSTEM   &hvr_wmi_class_Msvm_VirtualSystemSettingData

typedef struct {
    const char *name;
    const HvrWmiClass *type;
    guint64 windows;
    const char *properties;
    const char *expect;
} Case;

/* clang-format off */
static const Case cases[] = {
    { "2012",       SETTINGS, 602009200,  "InstanceID,ReplicationInterval,RecoveryHistory", "InstanceID,RecoveryHistory" },
    { "2012-r2",    SETTINGS, 603009600,  "InstanceID,ReplicationInterval", "InstanceID,ReplicationInterval" },
    { "unknown",    SETTINGS, 0,          "InstanceID,ReplicationInterval", "InstanceID,ReplicationInterval" },
    { "first",      SETTINGS, 602009200,  "AdditionalSettings,ReplicationProvider,InstanceID", "InstanceID" },
    { "none-left",  SETTINGS, 602009200,  "AdditionalSettings", "" },
    { "spaces",     SETTINGS, 602009200,  " InstanceID , ReplicationInterval , RecoveryHistory ", "InstanceID,RecoveryHistory" },
    { "any-case",   SETTINGS, 602009200,  "instanceid,REPLICATIONINTERVAL", "instanceid" },
    { "not-schema", SETTINGS, 602009200,  "InstanceID,Nonsense,__PATH", "InstanceID,Nonsense,__PATH" },
    { "2016",       SYSTEM,   1000014393, "Version,ConsoleMode,GuestStateFile,IsSaved", "Version,ConsoleMode,IsSaved" },
    { "2019",       SYSTEM,   1000017763, "Version,ConsoleMode,GuestStateFile", "Version,ConsoleMode,GuestStateFile" },
};
/* clang-format on */

static void
test_format(gconstpointer data)
{
    const Case *c = data;
    g_autofree char *text = hvr_repl_projection_format(c->type, c->properties, c->windows);

    g_assert_cmpstr(text, ==, c->expect);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/repl/projection/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_format);
    }

    return g_test_run();
}
