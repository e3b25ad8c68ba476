/* wsman_epr.h: an endpoint reference: which object of which class
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A value.  The address is never kept: Windows writes "anonymous" or its own
 * name there and nobody reads it (DSP0226 5.1.2).
 */

#pragma once

#include <glib.h>
#include <libxml/tree.h>

G_BEGIN_DECLS

/**
 * HvrWsmanEpr:
 * @resource_uri: the class's URI
 * @selectors: (element-type utf8 utf8): key properties; keys compare
 *   case-insensitively, order is that of insertion
 */
typedef struct _HvrWsmanEpr HvrWsmanEpr;

struct _HvrWsmanEpr {
    char *resource_uri;
    GPtrArray *selectors; /* HvrWsmanSelector */
};

typedef struct {
    char *name;
    char *value;
} HvrWsmanSelector;

/** hvr_wsman_selectors_new: (transfer full) (element-type HvrWsmanSelector): an empty list */
GPtrArray *hvr_wsman_selectors_new(void);

/** hvr_wsman_selectors_add: append one */
void hvr_wsman_selectors_add(GPtrArray *selectors, const char *name, const char *value);

/** hvr_wsman_selectors_get: (nullable): a value; names compare case-insensitively */
const char *hvr_wsman_selectors_get(const GPtrArray *selectors, const char *name);

HvrWsmanEpr *hvr_wsman_epr_new(const char *resource_uri);
HvrWsmanEpr *hvr_wsman_epr_copy(const HvrWsmanEpr *epr);
void hvr_wsman_epr_free(HvrWsmanEpr *epr);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrWsmanEpr, hvr_wsman_epr_free)

/** hvr_wsman_epr_add: append a selector */
void hvr_wsman_epr_add(HvrWsmanEpr *epr, const char *name, const char *value);

/** hvr_wsman_epr_get: (nullable): a selector's value */
const char *hvr_wsman_epr_get(const HvrWsmanEpr *epr, const char *name);

/**
 * hvr_wsman_epr_decode:
 * @parent: the element whose children are a:Address and a:ReferenceParameters;
 *   an a:EndpointReference in between is looked through
 *
 * Returns: (transfer full): the reference, or %NULL with %HVR_ERROR_PROTOCOL
 */
HvrWsmanEpr *hvr_wsman_epr_decode(const xmlNode *parent, GError **error);

/**
 * hvr_wsman_epr_encode:
 * @epr: what to refer to
 * @parent: gets a:Address and a:ReferenceParameters as children; the
 *   namespaces are declared on it if no ancestor does
 */
void hvr_wsman_epr_encode(const HvrWsmanEpr *epr, xmlNode *parent);

/** hvr_wsman_epr_encode_selectors: append a w:SelectorSet to @parent, nothing if there are none */
void hvr_wsman_epr_encode_selectors(const HvrWsmanEpr *epr, xmlNode *parent);

/** hvr_wsman_epr_decode_selectors: add the selectors of @selector_set, a w:SelectorSet element */
gboolean
hvr_wsman_epr_decode_selectors(HvrWsmanEpr *epr, const xmlNode *selector_set, GError **error);

G_END_DECLS
