/* sim_association.h: what is associated with an object
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Computed from the instances of every class with two references; knows none
 * of them by name.  Serves ASSOCIATORS OF and REFERENCES OF, and DSP0227's
 * association filter, which means the same.
 */

#pragma once

#include "sim_cim.h"

G_BEGIN_DECLS

/**
 * HvsAssociation:
 * @source: path of the object to start from, as text
 * @references: the association instances rather than the objects at their far ends
 * @association_class: (nullable): only through it and its derived classes
 * @result_class: (nullable): only results of it and its derived classes
 * @role: (nullable): the reference property that must name the source
 * @result_role: (nullable): the one that must name the result
 */
typedef struct {
    char *source;
    gboolean references;
    char *association_class;
    char *result_class;
    char *role;
    char *result_role;
} HvsAssociation;

void hvs_association_free(HvsAssociation *association);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvsAssociation, hvs_association_free)

/**
 * hvs_association_run:
 * @wmi_namespace: where to look; also the source's, if its path has none
 * @out_objects: (element-type HvrWmiObject): each object once
 *
 * Returns: an HRESULT: invalid query for a path that does not parse, invalid
 *   class for an unknown class, not found for an absent source
 */
guint32 hvs_association_run(const HvsAssociation *association,
                            HvsHost *host,
                            const char *wmi_namespace,
                            GPtrArray **out_objects);

G_END_DECLS
