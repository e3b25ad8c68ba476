/* command_argument.h: what commands take, each by its type
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to the command files.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
    HVR_ARGUMENT_BOOLEAN,
    HVR_ARGUMENT_NUMBER,
    HVR_ARGUMENT_STRING,
    HVR_ARGUMENT_LIST, /* strings, at least one */
    HVR_ARGUMENT_CHOICE,
    HVR_ARGUMENT_TIME,     /* RFC 3339 with offset */
    HVR_ARGUMENT_POINT,    /* name of a recovery point, as snapshot-list shows it */
    HVR_ARGUMENT_DOCUMENT, /* XML as in schemas/ */
    HVR_ARGUMENT_OBJECT,   /* these four in answers alone */
    HVR_ARGUMENT_OBJECTS,
    HVR_ARGUMENT_SETTINGS, /* an object: those of a subject that are set */
    HVR_ARGUMENT_VARIABLE, /* an object whose members are not ours to list */
} HvrArgumentType;

/**
 * HvrArgument:
 * @minimum: of a number
 * @maximum: of a number
 * @unit: (nullable): of a number
 * @choices: (nullable): the words of a choice
 * @get_choice: (nullable): the same where another table has them, by number
 * @n_choices: for @get_choice
 */
typedef struct {
    const char *name;
    HvrArgumentType type;
    gboolean required;
    const char *summary;
    guint minimum;
    guint maximum;
    const char *unit;
    const char *const *choices;
    const char *(*get_choice)(guint number);
    guint n_choices;
} HvrArgument;

/** hvr_argument_get_choice: (nullable): a choice's word by index; %NULL behind the last */
const char *hvr_argument_get_choice(const HvrArgument *argument, guint index);

G_END_DECLS
