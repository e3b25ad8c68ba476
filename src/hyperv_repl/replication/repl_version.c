/* repl_version.c: versions of Windows Server
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_version.h"

#include <glib/gi18n-lib.h>

#include "hvr_error.h"

#define VERSION(major, minor, build)                                                               \
    ((major)*G_GUINT64_CONSTANT(100000000) + (minor)*1000000 + (build))

/* Win32_OperatingSystem.Version of each release. */
/* clang-format off */
static const struct {
    const char *name;
    guint64 since;
} releases[] = {
    { "2012",    VERSION(6, 2, 0) },
    { "2012 R2", VERSION(6, 3, 0) },
    { "2016",    VERSION(10, 0, 14393) },
    { "2019",    VERSION(10, 0, 17763) },
    { "2022",    VERSION(10, 0, 20348) },
    { "2025",    VERSION(10, 0, 26100) },
};
/* clang-format on */

gboolean
hvr_repl_version_is_at_least(guint64 windows, const char *since)
{
    if (windows == 0 || since == NULL)
        return TRUE;

    for (guint i = 0; i < G_N_ELEMENTS(releases); i++) {
        if (g_str_equal(releases[i].name, since))
            return windows >= releases[i].since;
    }

    g_return_val_if_reached(FALSE);
}

/* Returns: (transfer full): "Windows Server 2012", or the number of what is older. */
static char *
dup_name(guint64 windows)
{
    for (guint i = G_N_ELEMENTS(releases); i > 0; i--) {
        if (windows >= releases[i - 1].since)
            return g_strconcat("Windows Server ", releases[i - 1].name, NULL);
    }

    return g_strdup_printf("Windows %u.%u", (guint)(windows / 100000000),
                           (guint)(windows / 1000000 % 100));
}

gboolean
hvr_repl_version_check(
    guint64 windows, const char *since, const char *what, const char *host, GError **error)
{
    g_autofree char *name = NULL;

    if (hvr_repl_version_is_at_least(windows, since))
        return TRUE;

    name = dup_name(windows);
    if (host == NULL)
        return hvr_fail(error, HVR_ERROR_UNSUPPORTED,
                        _("'%1$s' needs Windows Server %2$s or later, the host has %3$s"), what,
                        since, name);

    return hvr_fail(error, HVR_ERROR_UNSUPPORTED,
                    _("'%1$s' needs Windows Server %2$s or later, host '%3$s' has %4$s"), what,
                    since, host, name);
}
