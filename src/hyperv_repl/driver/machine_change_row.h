/* machine_change_row.h: values of a machine and the host's properties for them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to machine_change*.c.
 */

#pragma once

#include "machine_change.h"

G_BEGIN_DECLS

typedef enum {
    HVR_CHANGE_BOOLEAN,
    HVR_CHANGE_UINT,
    HVR_CHANGE_UINT64,
    HVR_CHANGE_TEXT,
    HVR_CHANGE_BRACED,  /* a GUID that the host has in braces */
    HVR_CHANGE_LINE,    /* a text, the only one of an array */
    HVR_CHANGE_ENABLED, /* a gboolean, 2 or 3 there */
    HVR_CHANGE_SPAN,    /* GTimeSpan */
    HVR_CHANGE_TAGS,    /* GArray of guint16 */
} HvrChangeType;

/**
 * HvrChangeRow:
 * @word: for messages
 * @property: (nullable): %NULL: nobody can change it
 */
typedef struct {
    const char *word;
    const char *property;
    HvrChangeType type;
    goffset offset;
    HvrMachineWhen when;
} HvrChangeRow;

/**
 * HvrChanges:
 *
 * What the parts of it work on, as in hvr_machine_change_list().
 */
typedef struct {
    const HvrMachine *base;
    const HvrMachine *now;
    const HvrMachine *wanted;
    GPtrArray *calls;
} HvrChanges;

/**
 * hvr_change_row_fill:
 * @rows: ended by one of zeros
 * @object: gets the property of each value that differs; %NULL: only look
 * @out_word: (optional): the first of those that need the most of the machine's state
 * @out_when: when all of them can be done
 *
 * Returns: how many differ
 */
guint hvr_change_row_fill(const HvrChangeRow *rows,
                          gconstpointer now,
                          gconstpointer wanted,
                          gpointer object,
                          const char **out_word,
                          HvrMachineWhen *out_when);

/** hvr_change_row_find_fixed: (nullable): the word of a value that differs and nobody can change */
const char *
hvr_change_row_find_fixed(const HvrChangeRow *rows, gconstpointer now, gconstpointer wanted);

/** HvrChangePart: one part of a machine: which it is, and its values as they are and shall be */
typedef struct {
    const HvrWmiClass *type;
    const char *id;
    const HvrChangeRow *rows;
    gconstpointer now;
    gconstpointer wanted;
} HvrChangePart;

/**
 * hvr_changes_add_modify:
 * @title: (nullable): the part; %NULL: the word of the row
 *
 * One call for all that differs of one part, none if nothing does.
 */
void hvr_changes_add_modify(HvrChanges *self,
                            HvrMachineVerb verb,
                            const HvrChangePart *part,
                            const char *title);

/** hvr_changes_add_remove: a part of that class */
void hvr_changes_add_remove(
    HvrChanges *self, HvrMachineWhen when, char *title, const char *class_name, const char *id);

/** hvr_changes_add_part: @object: (transfer full): is added to the machine */
void hvr_changes_add_part(HvrChanges *self, HvrMachineWhen when, char *title, gpointer object);

/* The parts of a machine, by file. */
gboolean hvr_changes_add_settings(HvrChanges *self, GError **error);
void hvr_changes_remove_disks(HvrChanges *self);
void hvr_changes_add_disks(HvrChanges *self);
gboolean hvr_changes_remove_nics(HvrChanges *self, GError **error);
void hvr_changes_add_nics(HvrChanges *self);
void hvr_changes_add_boot_order(HvrChanges *self);

/** hvr_changes_find_nic: (nullable): what @wanted, a wanted adapter, is by now */
const HvrMachineNic *hvr_changes_find_nic(const HvrChanges *self, const HvrMachineNic *wanted);

G_END_DECLS
