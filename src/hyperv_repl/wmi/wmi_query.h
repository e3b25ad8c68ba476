/* wmi_query.h: WQL with its one quoting
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _HvrWmiQuery HvrWmiQuery;

/**
 * hvr_wmi_query_new:
 * @properties: (nullable): what to select, comma separated; %NULL for all
 * @class_name: from where
 */
HvrWmiQuery *hvr_wmi_query_new(const char *properties, const char *class_name);
void hvr_wmi_query_free(HvrWmiQuery *query);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrWmiQuery, hvr_wmi_query_free)

/**
 * hvr_wmi_query_where:
 * @property: a name
 * @comparison: "=", "<>", "<", ">", "<=", ">=" or "LIKE"
 * @value: compared as a string, quoted here
 *
 * Conditions are joined by AND.
 */
void hvr_wmi_query_where(HvrWmiQuery *query,
                         const char *property,
                         const char *comparison,
                         const char *value);

/** hvr_wmi_query_where_uint: the same with a number */
void hvr_wmi_query_where_uint(HvrWmiQuery *query,
                              const char *property,
                              const char *comparison,
                              guint64 value);

/** hvr_wmi_query_get_text: the query so far */
const char *hvr_wmi_query_get_text(const HvrWmiQuery *query);

/** hvr_wmi_query_quote: (transfer full): a string literal, quotes included */
char *hvr_wmi_query_quote(const char *value);

/** hvr_wmi_query_escape_like: (transfer full): no character of @value is a wildcard any more */
char *hvr_wmi_query_escape_like(const char *value);

/**
 * hvr_wmi_query_associators:
 * @path: the source object's path
 * @association: (nullable): AssocClass
 * @result: (nullable): ResultClass
 *
 * Returns: (transfer full): "ASSOCIATORS OF {...} WHERE ..."
 */
char *hvr_wmi_query_associators(const char *path, const char *association, const char *result);

/** hvr_wmi_query_references: (transfer full): "REFERENCES OF {...} WHERE ResultClass = ..." */
char *hvr_wmi_query_references(const char *path, const char *result);

G_END_DECLS
