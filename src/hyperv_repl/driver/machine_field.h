/* machine_field.h: what libvirt has no word for, as attributes in the driver's own namespace
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * One row per value serves both ways: what is written is what can be read back.
 * The element is described by schemas/machine.rng.
 */

#pragma once

#include "machine.h"

G_BEGIN_DECLS

/* libxml2's, which not every reader of this header has. */
typedef struct _xmlNode xmlNode;
typedef struct _xmlNs xmlNs;

#define HVR_MACHINE_NS "https://libvirt.org/schemas/domain/hyperv/machine/1.0"

typedef enum {
    HVR_FIELD_BOOLEAN, /* gboolean: "yes" or "no" */
    HVR_FIELD_UINT,    /* guint */
    HVR_FIELD_UINT64,  /* guint64 */
    HVR_FIELD_NAME,    /* guint: one of the row's names, or a number that has none */
    HVR_FIELD_TEXT,    /* char *: %NULL writes nothing */
    HVR_FIELD_SECONDS, /* GTimeSpan */
    HVR_FIELD_TAGS,    /* GArray of guint16: with commas; an empty one writes nothing */
} HvrMachineFieldType;

/**
 * HvrMachineField:
 * @element: rows of one element stand together
 * @names: by number, ended by %NULL; a number whose name is "" has none
 * @known: (optional): of a gboolean or guint that is not 0 where there is anything to
 *   say; reading a boolean makes it known
 */
typedef struct {
    const char *element;
    const char *attribute;
    HvrMachineFieldType type;
    goffset offset;
    const char *const *names;
    goffset known;
} HvrMachineField;

/* Each ended by a row of zeros; offsets are into HvrMachine, HvrMachineNic, HvrMachineDisk. */
extern const HvrMachineField hvr_machine_fields[];
extern const HvrMachineField hvr_machine_nic_fields[];
extern const HvrMachineField hvr_machine_disk_fields[];

/** hvr_machine_field_add: append to @parent one element for each that @fields name */
void hvr_machine_field_add(xmlNode *parent,
                           xmlNs *ns,
                           const HvrMachineField *fields,
                           gconstpointer value);

/**
 * hvr_machine_field_parse:
 * @parent: the elements' parent; what is missing below it leaves @value as it is
 *
 * Returns: %FALSE with %HVR_ERROR_XML naming element and attribute, also for
 *   those that no row knows
 */
gboolean hvr_machine_field_parse(const xmlNode *parent,
                                 const HvrMachineField *fields,
                                 gpointer value,
                                 GError **error);

G_END_DECLS
