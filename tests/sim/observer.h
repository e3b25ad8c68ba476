/* observer.h: a driver beside that of a story
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * It looks on while others do something to the simulated host: told by events
 * what happens, or asking.  Its connection is one on which a Pull can wait.
 */

#pragma once

#include "host_story.h"

/**
 * Observer:
 * @service: of its own, so that nobody else's contexts are in the way
 * @events: what it told, see format_event()
 * @is_down: nobody answers
 * @lose_events: the next answer with events gets lost, and with it the connection
 * @eat_events: events are left out of the answers
 * @n_subscribed: Subscribe requests; the others alike
 * @n_eventful: answers that had events
 * @is_parked: a Pull waits
 * @adds_checkpoint: db01 gets one just before the host hears of the first subscription
 *
 * All but the first three are guarded by the story's lock.
 */
typedef struct {
    Story *story;
    HvrHost *host;
    GPtrArray *events;
    HvsService *service;
    gboolean is_down;
    gboolean lose_events;
    gboolean eat_events;
    guint n_subscribed;
    guint n_unsubscribed;
    guint n_looks;
    guint n_eventful;
    gboolean is_parked;
    gboolean adds_checkpoint;
} Observer;

/**
 * observer_init:
 * @observer: with what is to go wrong
 * @want_events: to be told, and to look by itself only to be sure
 * @interval: between looks of its own
 */
void observer_init(Observer *observer, Story *story, gboolean want_events, GTimeSpan interval);

/** observer_clear: closes the driver, waits for its threads */
void observer_clear(Observer *observer);

/** observer_open: open the driver and wait until it is ready */
void observer_open(Observer *observer);

/** observer_listen: the same; and events come, and what was missed before has been looked at */
void observer_listen(Observer *observer);

typedef gboolean (*ObserverCondition)(Observer *observer);

/** observer_wait_for: iterate until @condition holds; fails the test after half a minute */
void observer_wait_for(Observer *observer, ObserverCondition condition);

gboolean observer_is_reachable(Observer *observer);
gboolean observer_has_events(Observer *observer);

/** observer_find: (transfer none) (nullable): a domain of now */
HvrDomain *observer_find(Observer *observer, const char *name);
