/* repl_projection.c: what to select from a class of a given Windows Server
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_projection.h"

#include "repl_version.h"

/* What the schema does not know is the host's to refuse. */
static gboolean
is_known(const HvrWmiClass *type, const char *name, guint64 windows)
{
    const HvrWmiField *field = hvr_wmi_class_find_field(type, name);

    return field == NULL || hvr_repl_version_is_at_least(windows, field->since);
}

char *
hvr_repl_projection_format(const HvrWmiClass *type, const char *properties, guint64 windows)
{
    g_auto(GStrv) names = g_strsplit(properties, ",", -1);
    GString *text = g_string_new(NULL);

    for (guint i = 0; names[i] != NULL; i++) {
        if (is_known(type, g_strstrip(names[i]), windows))
            g_string_append_printf(text, "%s%s", text->len > 0 ? "," : "", names[i]);
    }

    return g_string_free(text, FALSE);
}
