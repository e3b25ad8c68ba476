/* errand_evidence.c: whether a verb that the journal has shows in the state
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "errand_evidence.h"

#include <string.h>

/* Whether @ids, a line each, has @id. */
static gboolean
has_id(const char *ids, const char *id)
{
    g_auto(GStrv) lines = g_strsplit(ids != NULL ? ids : "", "\n", -1);

    return g_strv_contains((const char *const *)lines, id);
}

static gboolean
is_made(const HvrJournalLine *line, const HvrDomain *now)
{
    for (guint i = 0; i < now->snapshots->len; i++) {
        const HvrSnapshot *snapshot = now->snapshots->pdata[i];

        if (!hvr_snapshot_is_point(snapshot) && !has_id(line->checkpoints, snapshot->id))
            return TRUE;
    }

    return FALSE;
}

static gboolean
is_removed(const HvrJournalLine *line, const HvrDomain *now)
{
    g_autoptr(GString) left = g_string_new(NULL);

    for (guint i = 0; i < now->snapshots->len; i++) {
        const HvrSnapshot *snapshot = now->snapshots->pdata[i];

        if (!hvr_snapshot_is_point(snapshot))
            g_string_append_printf(left, "%s\n", snapshot->id);
    }

    return line->checkpoints != NULL && left->len < strlen(line->checkpoints);
}

static gboolean
is_applied(const HvrJournalLine *line, const HvrDomain *now)
{
    for (guint i = 0; i < now->snapshots->len; i++) {
        const HvrSnapshot *snapshot = now->snapshots->pdata[i];

        if (snapshot->is_current)
            return g_strcmp0(snapshot->id, line->current) != 0;
    }

    return FALSE;
}

/* Names and notes are not in the journal; applying the one that the machine is at shows nowhere. */
/* clang-format off */
static const struct {
    const char *title;
    gboolean (*is_shown)(const HvrJournalLine *line, const HvrDomain *now);
    HvrErrandEvidence otherwise;
} deeds[] = {
    { "make-checkpoint",     is_made,    HVR_ERRAND_UNDONE  },
    { "remove-checkpoint",   is_removed, HVR_ERRAND_UNDONE  },
    { "apply-checkpoint",    is_applied, HVR_ERRAND_UNCLEAR },
    { "describe-checkpoint", NULL,       HVR_ERRAND_UNCLEAR },
};
/* clang-format on */

gboolean
hvr_host_checkpoint_judge(const HvrJournalLine *line,
                          const HvrDomain *now,
                          HvrErrandEvidence *out_evidence)
{
    for (guint i = 0; i < G_N_ELEMENTS(deeds); i++) {
        gboolean is_shown;

        if (g_strcmp0(deeds[i].title, line->record->plan) != 0)
            continue;
        is_shown = deeds[i].is_shown != NULL && deeds[i].is_shown(line, now);
        *out_evidence = is_shown ? HVR_ERRAND_SHOWN : deeds[i].otherwise;
        return TRUE;
    }

    return FALSE;
}

/* Several requests may make up one change, so that a configuration that has changed since does not
 * show that all of it has; one that has not does show that nothing has. */
gboolean
hvr_host_configure_judge(const HvrJournalLine *line,
                         const HvrDomain *now,
                         HvrErrandEvidence *out_evidence)
{
    if (line->request == NULL || line->configured == 0 ||
        !g_str_has_prefix(line->request, "Msvm_VirtualSystemManagementService."))
        return FALSE;

    *out_evidence = now->configured == line->configured ? HVR_ERRAND_UNDONE : HVR_ERRAND_UNCLEAR;

    return TRUE;
}
