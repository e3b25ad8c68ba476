/* cli_word.c: the daemon's words for states, roles and the like, for people
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_word.h"

#include <glib/gi18n-lib.h>

#define RED    "\033[31m"
#define GREEN  "\033[32m"
#define YELLOW "\033[33m"

/* Short, so that a list of machines fits into eighty columns; tests/style/test_po.py holds states
 * to that in other languages. */
/* clang-format off */
static const HvrCliWord words[] = {
    { HVR_CLI_AS_ROLE,    "none",                       NC_("role", "None"),                      NULL   },
    { HVR_CLI_AS_ROLE,    "primary",                    NC_("role", "Primary"),                   NULL   },
    { HVR_CLI_AS_ROLE,    "replica",                    NC_("role", "Replica"),                   NULL   },
    { HVR_CLI_AS_ROLE,    "test",                       NC_("role", "Test"),                      YELLOW },
    { HVR_CLI_AS_ROLE,    "extended",                   NC_("role", "Extended"),                  NULL   },
    { HVR_CLI_AS_STATE,   "disabled",                   NC_("short state", "Not replicated"),     NULL   },
    { HVR_CLI_AS_STATE,   "ready",                      NC_("short state", "Ready to start"),     NULL   },
    { HVR_CLI_AS_STATE,   "initial-replication",        NC_("short state", "Initial copy"),       NULL   },
    { HVR_CLI_AS_STATE,   "replicating",                NC_("short state", "Replicating"),        NULL   },
    { HVR_CLI_AS_STATE,   "prepared",                   NC_("short state", "Prepared"),           NULL   },
    { HVR_CLI_AS_STATE,   "failed-over",                NC_("short state", "Failed over"),        YELLOW },
    { HVR_CLI_AS_STATE,   "committed",                  NC_("short state", "Committed"),          NULL   },
    { HVR_CLI_AS_STATE,   "suspended",                  NC_("short state", "Suspended"),          YELLOW },
    { HVR_CLI_AS_STATE,   "critical",                   NC_("short state", "Stopped by error"),   RED    },
    { HVR_CLI_AS_STATE,   "resync-required",            NC_("short state", "Resync required"),    YELLOW },
    { HVR_CLI_AS_STATE,   "resynchronizing",            NC_("short state", "Resynchronizing"),    NULL   },
    { HVR_CLI_AS_STATE,   "resync-suspended",           NC_("short state", "Resync suspended"),   YELLOW },
    { HVR_CLI_AS_STATE,   "failing-over",               NC_("short state", "Failing over"),       NULL   },
    { HVR_CLI_AS_STATE,   "failing-back",               NC_("short state", "Failing back"),       NULL   },
    { HVR_CLI_AS_STATE,   "failed-back",                NC_("short state", "Failed back"),        NULL   },
    { HVR_CLI_AS_STATE,   "updating-disks",             NC_("short state", "Updating disks"),     NULL   },
    { HVR_CLI_AS_STATE,   "disk-update-critical",       NC_("short state", "Disk update failed"), RED    },
    { HVR_CLI_AS_STATE,   "repurposing",                NC_("short state", "Repurposing"),        NULL   },
    { HVR_CLI_AS_STATE,   "prepared-for-sync",          NC_("short state", "Prepared to sync"),   NULL   },
    { HVR_CLI_AS_STATE,   "prepared-for-group-reverse", NC_("short state", "Group reversing"),    NULL   },
    { HVR_CLI_AS_STATE,   "fire-drill",                 NC_("short state", "Fire drill"),         YELLOW },
    { HVR_CLI_AS_HEALTH,  "none",                       NC_("health", "-"),                       NULL   },
    { HVR_CLI_AS_HEALTH,  "ok",                         NC_("health", "Normal"),                  GREEN  },
    { HVR_CLI_AS_HEALTH,  "warning",                    NC_("health", "Warning"),                 YELLOW },
    { HVR_CLI_AS_HEALTH,  "critical",                   NC_("health", "Critical"),                RED    },
    { HVR_CLI_AS_RESULT,  "done",                       NC_("result", "done"),                    GREEN  },
    { HVR_CLI_AS_RESULT,  "unchanged",                  NC_("result", "unchanged"),               NULL   },
    { HVR_CLI_AS_RESULT,  "started",                    NC_("result", "started"),                 NULL   },
    { HVR_CLI_AS_RESULT,  "planned",                    NC_("result", "planned"),                 NULL   },
    { HVR_CLI_AS_RESULT,  "running",                    NC_("result", "running"),                 NULL   },
    { HVR_CLI_AS_RESULT,  "completed",                  NC_("result", "completed"),               GREEN  },
    { HVR_CLI_AS_RESULT,  "cancelled",                  NC_("result", "cancelled"),               YELLOW },
    { HVR_CLI_AS_RESULT,  "failed",                     NC_("result", "failed"),                  RED    },
    { HVR_CLI_AS_RESULT,  "not-begun",                  NC_("result", "not begun"),               YELLOW },
    { HVR_CLI_AS_POWER,   "no-state",                   NC_("power", "unknown"),                  NULL   },
    { HVR_CLI_AS_POWER,   "running",                    NC_("power", "running"),                  NULL   },
    { HVR_CLI_AS_POWER,   "blocked",                    NC_("power", "running"),                  NULL   },
    { HVR_CLI_AS_POWER,   "paused",                     NC_("power", "paused"),                   NULL   },
    { HVR_CLI_AS_POWER,   "shutting-down",              NC_("power", "shutting down"),            NULL   },
    { HVR_CLI_AS_POWER,   "off",                        NC_("power", "off"),                      NULL   },
    { HVR_CLI_AS_POWER,   "crashed",                    NC_("power", "crashed"),                  RED    },
    { HVR_CLI_AS_POWER,   "suspended",                  NC_("power", "suspended"),                NULL   },
    { HVR_CLI_AS_KIND,    "standard",                   NC_("recovery point", "Standard"),        NULL   },
    { HVR_CLI_AS_KIND,    "crash-consistent",           NC_("recovery point", "Crash"),           NULL   },
    { HVR_CLI_AS_KIND,    "application-consistent",     NC_("recovery point", "Application"),     NULL   },
    { HVR_CLI_AS_KIND,    "planned",                    NC_("recovery point", "Planned"),         NULL   },
    { HVR_CLI_AS_KIND,    "synced",                     NC_("recovery point", "Synchronized"),    NULL   },
    { HVR_CLI_AS_VERDICT, "ok",                         NC_("verdict", "ok"),                     GREEN  },
    { HVR_CLI_AS_VERDICT, "warning",                    NC_("verdict", "warning"),                YELLOW },
    { HVR_CLI_AS_VERDICT, "failed",                     NC_("verdict", "failed"),                 RED    },
    { HVR_CLI_AS_VERDICT, "blocking",                   NC_("verdict", "blocking"),               RED    },
    { HVR_CLI_AS_CHECK,   "connection",                NC_("check", "connection"),               NULL   },
    { HVR_CLI_AS_CHECK,   "versions",                  NC_("check", "versions"),                 NULL   },
    { HVR_CLI_AS_CHECK,   "host",                      NC_("check", "host"),                     NULL   },
    { HVR_CLI_AS_CHECK,   "credentials",               NC_("check", "credentials"),              NULL   },
    { HVR_CLI_AS_CHECK,   "clock",                     NC_("check", "clock"),                    NULL   },
    { HVR_CLI_AS_CHECK,   "events",                    NC_("check", "events"),                   NULL   },
    { HVR_CLI_AS_CHECK,   "service",                   NC_("check", "service"),                  NULL   },
    { HVR_CLI_AS_CHECK,   "authorization",             NC_("check", "authorization"),            NULL   },
    { HVR_CLI_AS_CHECK,   "certificate",               NC_("check", "certificate"),              NULL   },
    { HVR_CLI_AS_CHECK,   "replication",               NC_("check", "replication"),              NULL   },
    { HVR_CLI_AS_CHECK,   "partner",                   NC_("check", "partner"),                  NULL   },
    { HVR_CLI_AS_CHECK,   "operations",                NC_("check", "operations"),               NULL   },
};

/* What the titles of each format are for translators. */
static const char *const contexts[] = {
    [HVR_CLI_AS_ROLE]    = "role",
    [HVR_CLI_AS_STATE]   = "short state",
    [HVR_CLI_AS_HEALTH]  = "health",
    [HVR_CLI_AS_RESULT]  = "result",
    [HVR_CLI_AS_POWER]   = "power",
    [HVR_CLI_AS_KIND]    = "recovery point",
    [HVR_CLI_AS_VERDICT] = "verdict",
    [HVR_CLI_AS_CHECK]   = "check",
};
/* clang-format on */

const HvrCliWord *
hvr_cli_word_find(HvrCliFormat format, const char *word)
{
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        if (words[i].format == format && g_str_equal(words[i].word, word))
            return &words[i];
    }
    for (const HvrCliWord *row = hvr_cli_job_words; row->word != NULL; row++) {
        if (row->format == format && g_str_equal(row->word, word))
            return row;
    }

    return NULL;
}

const char *
hvr_cli_word_get_title(const HvrCliWord *self)
{
    const char *context = contexts[self->format];

    return context != NULL ? g_dpgettext2(GETTEXT_PACKAGE, context, self->title) : _(self->title);
}

gboolean
hvr_cli_word_is_alarming(HvrCliFormat format)
{
    return format == HVR_CLI_AS_STATE || format == HVR_CLI_AS_HEALTH || format == HVR_CLI_AS_ROLE;
}
