/* host_story.h: drivers of two simulated hosts, without a wire
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * World time starts at 2026-05-01 03:00:00 UTC and passes with the requests
 * that the drivers send, so that a story takes as long as it has to.  The world
 * belongs to whoever holds the lock: the drivers' threads, or the test.
 */

#pragma once

#include "host_verb.h"
#include "repl_request.h"
#include "sim_replication.h"
#include "sim_service.h"
#include "sim_vm.h"
#include "wsman_loopback.h"

#define STORY_WEB01 "6DDC63C1-0135-40CA-B998-A606D91080E9"
#define STORY_DB01  "7DDC63C1-0135-40CA-B998-A606D91080E9"

typedef struct _Story Story;

/**
 * StorySide:
 * @peer: (nullable): what answers instead of story_answer(), told the side; set it before
 *   story_open()
 * @peer_data: for @peer
 * @is_down: nobody answers
 * @lose_reply: (nullable): the answer to the next request with this text in it gets lost
 * @lose_request: (nullable): the next request with this text in it gets lost
 * @lose_nth: 1: the answer to the next request gets lost; 2: to the one after it; and so on
 * @n_opened: connections
 * @n_asked: requests with "_INPUT" in them, that is, method calls
 * @n_looks: looks at the host; each begins with the jobs
 * @n_faults: requests that the host answered with a fault
 * @events: what the driver told, as text, see host_story.c; answers are "answered"
 *
 * One of the two hosts, and its driver.
 */
typedef struct {
    Story *story;
    HvsHost *sim;
    HvsService *service;
    HvrHost *host;
    HvrWsmanLoopbackPeer peer;
    gpointer peer_data;
    gboolean is_down;
    const char *lose_reply;
    const char *lose_request;
    guint lose_nth;
    guint n_opened;
    guint n_asked;
    guint n_looks;
    guint n_faults;
    GPtrArray *events;
} StorySide;

struct _Story {
    GMutex lock;
    HvsWorld *world;
    HvrClock *clock; /* of the drivers */
    GTimeSpan step;  /* world time that passes with a request */
    StorySide primary;
    StorySide replica;
};

/** STORY_IDLE: how often drivers look when nothing happens, for stories in which things do */
#define STORY_IDLE (10 * G_TIME_SPAN_MILLISECOND)

/** StoryPace: how often drivers look; on a stepped clock, how much time passes with a look */
typedef struct {
    GTimeSpan idle_interval;
    GTimeSpan busy_interval;
} StoryPace;

/** story_new_at_pace: as story_new() */
Story *story_new_at_pace(HvrClock *clock, const StoryPace *pace);

/** story_new: web01 (running) and db01 (off) on HV-PRIMARY, nothing on HV-REPLICA */
Story *story_new(HvrClock *clock, GTimeSpan idle_interval);

/** story_free: closes the drivers, waits for their threads */
void story_free(Story *story);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Story, story_free)

/** story_answer: what the host of a side, @user_data, answers */
GBytes *story_answer(GBytes *request, gpointer user_data, GError **error);

/** story_open: open the driver of @side and wait until it is ready */
void story_open(StorySide *side);

/** story_find: (transfer none): a domain of now */
HvrDomain *story_find(StorySide *side, const char *name);

/** story_keep: a GAsyncReadyCallback; @user_data: GAsyncResult **; notes "answered" among the
 * events */
void story_keep(GObject *source, GAsyncResult *result, gpointer user_data);

/** story_wait: iterate until *@result is set; fails the test after half a minute */
void story_wait(GAsyncResult **result);

typedef gboolean (*StoryCondition)(StorySide *side);

/** story_wait_for: iterate until @condition holds */
void story_wait_for(StorySide *side, StoryCondition condition);

/** story_refresh: wait for a look that begins now */
gboolean story_refresh(StorySide *side, GError **error);

/** story_power: ask for it and wait */
gboolean story_power(StorySide *side, const char *name, HvrPower power, GError **error);

/** story_verb: ask for it and wait; @out_job: (optional) */
gboolean story_verb(StorySide *side,
                    const char *name,
                    const HvrReplRequest *request,
                    HvrJob **out_job,
                    GError **error);

/** story_do_verb: (transfer full): do it to web01, which has to go well */
HvrJob *story_do_verb(StorySide *side, HvrReplVerb verb);

/** story_assert_state: of web01 */
void story_assert_state(StorySide *side, guint mode, guint state);

/** story_enable: replication of @name from the primary to the replica, not yet started */
void story_enable(Story *story, const char *name);

/** story_assert_events: exactly these, in this order; NULL ends; forgets them */
void story_assert_events(StorySide *side, ...) G_GNUC_NULL_TERMINATED;

/** story_assert_order: events that begin so come in this order, others between them; NULL ends */
void story_assert_order(StorySide *side, ...) G_GNUC_NULL_TERMINATED;

/** story_has_event: whether one begins with @prefix */
gboolean story_has_event(StorySide *side, const char *prefix);
