/* sim_replication_baseline.c: what makes a resynchronization necessary
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_baseline.h"

#include "sim_replication_delta.h"

#define S(state) (1u << (state))

/* From 1, 2 and 4 nothing is written that has to be tracked; in 10 and 11 the
 * comparison is under way (the fact sheet's table, inferred). */
#define LOSING_SENDER   (S(3) | S(7) | S(8) | S(9))
#define LOSING_RECEIVER S(3)

/* The causes are Microsoft's (blog 2013-05), their wording is inferred. */
/* clang-format off */
static const struct {
    const char *name;
    gboolean sender;
    const char *format;
} causes[] = {
    [HVS_BASELINE_DISK_CHANGED] = { "disk-changed", TRUE,  "A virtual hard disk of virtual machine '%s' was changed while the virtual machine was turned off." },
    [HVS_BASELINE_LOG_FULL]     = { "log-full",     TRUE,  "The change tracking logs of virtual machine '%s' exceed 50 percent of the size of its virtual hard disks." },
    [HVS_BASELINE_LOG_ERROR]    = { "log-error",    TRUE,  "The change tracking log of virtual machine '%s' could not be written." },
    [HVS_BASELINE_CRASH]        = { "crash",        TRUE,  "The change tracking log of virtual machine '%s' was not closed properly." },
    [HVS_BASELINE_REVERTED]     = { "reverted",     TRUE,  "Virtual machine '%s' or its volume was reverted to an older point in time." },
    [HVS_BASELINE_LOG_INVALID]  = { "log-invalid",  FALSE, "The Replica server received a change log of virtual machine '%s' that is invalid or out of sequence." },
};
/* clang-format on */
G_STATIC_ASSERT(G_N_ELEMENTS(causes) == HVS_N_BASELINE_CAUSES);

const char *
hvs_baseline_get_name(HvsBaselineCause cause)
{
    return cause < HVS_N_BASELINE_CAUSES ? causes[cause].name : NULL;
}

/* "Tracking stops." */
static void
lose(HvsRelationship *sender, HvsBaselineCause cause)
{
    g_free(sender->problem);
    sender->problem = g_strdup_printf(causes[cause].format, sender->vm->name);
    hvs_delta_set_pending(sender, 0);
    hvs_relationship_set_state(sender, HVS_STATE_WAITING_RESYNC);
}

/* What the replica found comes to the sender with the answer to a delta. */
gboolean
hvs_baseline_lose(HvsRelationship *relationship, HvsBaselineCause cause)
{
    guint32 losing = relationship->sender ? LOSING_SENDER : LOSING_RECEIVER;

    if ((losing & S(relationship->state)) == 0 ||
        (relationship->initial && !relationship->exported) ||
        (!relationship->sender && causes[cause].sender))
        return FALSE;

    if (relationship->sender)
        lose(relationship, cause);
    else
        relationship->log_invalid = TRUE;

    return TRUE;
}
