/* replication_walk.h: lead a relationship into any state, and check what an operation does there
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * States that real operations lead to are reached by them; the others, which
 * documents only name, are put there.
 */

#pragma once

#include "replication_operation.h"

#define WALK_N_STATES 22

/* Whose relationship. */
typedef enum {
    WALK_PRIMARY,   /* \HVR\0 of a primary */
    WALK_REPLICA,   /* \HVR\0 of a replica */
    WALK_MIDDLE,    /* the same, and the replica is extended */
    WALK_EXTENDING, /* \HVR\1 of that replica */
    WALK_EXTENDED,  /* \HVR\0 of the extended replica */
} WalkRole;

#define WALK_N_ROLES (WALK_EXTENDED + 1)

/**
 * WalkRow:
 * @number: RequestedState, for operations that take one
 * @otherwise: the cell of all states that @cells does not name
 * @cells: "STATE:CELL" separated by blanks
 *
 * A cell is one of
 *   "-"       refused with 32775
 *   "="       answers 0 and changes nothing
 *   "NNN"     answers that number; with 4096, nothing has changed once the job ended
 *   "A>B"     answers 4096, state A at once, B once its job has ended
 *   "A>B/C"   the same, and the other side is in C then; without, it is as it was
 *   "A!B"     the same, but the job fails
 */
typedef struct {
    const char *name;
    Operation operation;
    guint number;
    const char *otherwise;
    const char *cells;
} WalkRow;

/** walk_get: (nullable): the relationship that it is about */
HvsRelationship *walk_get(const Walk *walk);

/** walk_enter: a new world with the relationship in @state; clear @walk->w afterwards */
void walk_enter(Walk *walk, WalkRole role, guint state);

/** walk_expect: fails the test, and names the cell, if @got is not @wanted; goes on */
void walk_expect(guint state, const char *cell, const char *what, guint64 got, guint64 wanted);

/** walk_check: one state of a row, in a world of its own */
void walk_check(const WalkRow *row, WalkRole role, guint state);
