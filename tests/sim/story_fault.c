/* story_fault.c: one request of a story goes wrong
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "story_fault.h"

#include <string.h>
#include <sys/prctl.h>

#include "hvr_error.h"

#define THREAD_NAME 16 /* prctl(2) */

/* As Windows writes them; what stands before and after is not looked at. */
#define FAULT(subcode, number, sentence)                                                           \
    "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" "                             \
    "xmlns:w=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\"><s:Header/><s:Body><s:Fault>"      \
    "<s:Code><s:Value>s:Receiver</s:Value><s:Subcode><s:Value>w:" subcode "</s:Value></s:Subcode>" \
    "</s:Code><s:Reason><s:Text xml:lang=\"en-US\">" sentence "</s:Text></s:Reason><s:Detail>"     \
    "<f:WSManFault xmlns:f=\"http://schemas.microsoft.com/wbem/wsman/1/wsmanfault\" "              \
    "Code=\"" number "\" Machine=\"hv\"><f:Message>" sentence "</f:Message></f:WSManFault>"        \
    "</s:Detail></s:Fault></s:Body></s:Envelope>"

/**
 * Row:
 * @arrives: before the client is told anything
 * @code: what the transport says; 0: nothing
 * @answer: (nullable): what it brings instead of the host's answer
 */
/* clang-format off */
static const struct {
    const char *name;
    gboolean arrives;
    HvrErrorCode code;
    const char *answer;
} rows[] = {
    [FAULT_UNREACHABLE]  = { "unreachable",  FALSE, HVR_ERROR_UNREACHABLE, NULL },
    [FAULT_LOST_REQUEST] = { "lost-request", FALSE, HVR_ERROR_LOST,        NULL },
    [FAULT_LOST_REPLY]   = { "lost-reply",   TRUE,  HVR_ERROR_LOST,        NULL },
    [FAULT_TIMEOUT]      = { "timeout",      TRUE,  HVR_ERROR_TIMEOUT,     NULL },
    [FAULT_DELAYED]      = { "delayed",      FALSE, HVR_ERROR_TIMEOUT,     NULL },
    [FAULT_TWICE]        = { "twice",        TRUE,  0,                     NULL },
    [FAULT_GARBAGE]      = { "garbage",      TRUE,  0,                     "<s:Envelope" },
    [FAULT_QUOTA]        = { "quota",        FALSE, 0,                     FAULT("QuotaLimit", "2150859174", "Too many.") },
    [FAULT_PROVIDER]     = { "provider",     FALSE, 0,                     FAULT("InternalError", "2147749889", "It failed.") },
    [FAULT_UNREPORTABLE] = { "unreportable", TRUE,  0,                     FAULT("EncodingLimit", "2150858829", "Done, perhaps.") },
};
/* clang-format on */
G_STATIC_ASSERT(G_N_ELEMENTS(rows) == N_FAULTS);

const char *
story_fault_get_name(FaultKind kind)
{
    return rows[kind].name;
}

void
story_fault_init(StoryFault *fault)
{
    memset(fault, 0, sizeof *fault);
    g_mutex_init(&fault->lock);
}

void
story_fault_clear(StoryFault *fault)
{
    g_mutex_clear(&fault->lock);
    g_free(fault->victim);
    g_clear_pointer(&fault->late, g_bytes_unref);
    g_clear_pointer(&fault->stale, g_bytes_unref);
}

static gboolean
is_look(void)
{
    char name[THREAD_NAME] = "";

    prctl(PR_GET_NAME, name);

    return strcmp(name, "hvr-watcher") == 0;
}

static gboolean
has(GBytes *request, const char *text)
{
    gsize size;
    const char *bytes = g_bytes_get_data(request, &size);

    return g_strstr_len(bytes, (gssize)size, text) != NULL;
}

/* Returns: (transfer full): enough to tell the reader which one it was. */
static char *
dup_title(GBytes *request)
{
    g_autofree char *text = g_strndup(g_bytes_get_data(request, NULL), g_bytes_get_size(request));
    const char *action = strstr(text, "Action");
    const char *query = strstr(text, " FROM ");

    if (query != NULL)
        return g_strndup(query + 1, strcspn(query, "<") - 1);
    if (action == NULL)
        return g_strdup("?");
    action = strchr(action, '>') + 1;
    text[action + strcspn(action, "<") - text] = '\0';

    return g_path_get_basename(action);
}

static GBytes *
deliver(StoryFault *fault, GBytes *request, StorySide *side, GError **error)
{
    fault->n_effects += has(request, "_INPUT");

    return story_answer(request, side, error);
}

static void
deliver_late(StoryFault *fault)
{
    g_autoptr(GBytes) late = g_steal_pointer(&fault->late);

    if (late != NULL)
        g_bytes_unref(deliver(fault, late, fault->late_side, NULL));
}

/* Returns: (transfer full) (nullable): what the client gets to see. */
static GBytes *
spoil(StoryFault *fault, GBytes *request, StorySide *side, GError **error)
{
    FaultKind kind = fault->kind;
    g_autoptr(GBytes) answer = NULL;

    fault->is_done = TRUE;
    fault->victim = dup_title(request);
    if (rows[kind].arrives)
        answer = deliver(fault, request, side, error);
    if (kind == FAULT_DELAYED) {
        fault->late = g_bytes_ref(request);
        fault->late_side = side;
    }
    if (kind == FAULT_TWICE) {
        fault->stale = g_bytes_ref(answer);
        fault->stale_side = side;
        fault->stale_in_look = fault->in_look;
    }
    if (rows[kind].code != 0)
        return hvr_fail_null(error, rows[kind].code, "%s", rows[kind].name);
    if (rows[kind].answer != NULL)
        return g_bytes_new_static(rows[kind].answer, strlen(rows[kind].answer));

    return g_steal_pointer(&answer);
}

static GBytes *
answer(GBytes *request, gpointer user_data, GError **error)
{
    StorySide *side = user_data;
    StoryFault *fault = side->peer_data;
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&fault->lock);
    gboolean in_look = is_look();
    g_autoptr(GBytes) reply = NULL;

    deliver_late(fault);
    fault->n_calls += has(request, "_INPUT");
    if (fault->nth > 0 && in_look == fault->in_look && --fault->nth == 0)
        return spoil(fault, request, side, error);

    reply = deliver(fault, request, side, error);
    if (fault->stale != NULL && side == fault->stale_side && in_look == fault->stale_in_look)
        return g_steal_pointer(&fault->stale);

    return g_steal_pointer(&reply);
}

void
story_fault_put(StoryFault *fault, Story *story)
{
    story->primary.peer = story->replica.peer = answer;
    story->primary.peer_data = story->replica.peer_data = fault;
}

void
story_fault_arm(StoryFault *fault, FaultKind kind, gboolean in_look, guint nth)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&fault->lock);

    fault->kind = kind;
    fault->in_look = in_look;
    fault->nth = nth;
}

void
story_fault_disarm(StoryFault *fault)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&fault->lock);

    fault->nth = 0;
    g_clear_pointer(&fault->stale, g_bytes_unref);
    deliver_late(fault);
}
