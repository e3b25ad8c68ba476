/* story_fault.h: one request of a story goes wrong
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Stands between drivers and simulated hosts: counts what is sent, and spoils the
 * one that the test chose.  Workers and watchers are counted apart, because how
 * often a watcher looks while a worker works is chance.
 */

#pragma once

#include "host_story.h"

/**
 * FaultKind:
 * @FAULT_UNREACHABLE: no connection, so nothing was sent
 * @FAULT_LOST_REQUEST: the connection broke before the host had the request
 * @FAULT_LOST_REPLY: it broke after the host had done what was asked
 * @FAULT_TIMEOUT: the host did it, and answered too late
 * @FAULT_DELAYED: the host does it only after the client has given up
 * @FAULT_TWICE: the answer comes again, in place of the one to the next request
 * @FAULT_GARBAGE: the host did it, and answers what nobody can read
 * @FAULT_QUOTA: the host refuses it, a quota is used up
 * @FAULT_PROVIDER: the host refuses it, its provider fails
 * @FAULT_UNREPORTABLE: the host did it, and says that it cannot tell the outcome
 */
typedef enum {
    FAULT_UNREACHABLE,
    FAULT_LOST_REQUEST,
    FAULT_LOST_REPLY,
    FAULT_TIMEOUT,
    FAULT_DELAYED,
    FAULT_TWICE,
    FAULT_GARBAGE,
    FAULT_QUOTA,
    FAULT_PROVIDER,
    FAULT_UNREPORTABLE,
} FaultKind;

#define N_FAULTS (FAULT_UNREPORTABLE + 1)

/**
 * StoryFault:
 * @lock: guards the others while drivers are open
 * @kind: what goes wrong
 * @in_look: for a watcher; FALSE: for a worker
 * @nth: 1: the next request there; 2: the one after it; 0: none any more
 * @is_done: it has gone wrong
 * @victim: the action and the query or method of the request that it happened to
 * @n_calls: method calls that drivers sent, wherever they got to
 * @n_effects: those that a host has got
 */
typedef struct {
    GMutex lock;
    FaultKind kind;
    gboolean in_look;
    guint nth;
    gboolean is_done;
    char *victim;
    guint n_calls;
    guint n_effects;
    /* Private. */
    GBytes *late;
    StorySide *late_side;
    GBytes *stale;
    StorySide *stale_side;
    gboolean stale_in_look;
} StoryFault;

void story_fault_init(StoryFault *fault);
void story_fault_clear(StoryFault *fault);

/** story_fault_put: between both hosts and their drivers, which are not open yet */
void story_fault_put(StoryFault *fault, Story *story);

/** story_fault_arm: the @nth request from now on goes wrong */
void story_fault_arm(StoryFault *fault, FaultKind kind, gboolean in_look, guint nth);

/** story_fault_disarm: nothing goes wrong any more; what is late comes now */
void story_fault_disarm(StoryFault *fault);

/** story_fault_get_name: kebab case */
const char *story_fault_get_name(FaultKind kind);
