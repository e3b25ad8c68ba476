/* sim_wql.h: the part of WQL that WMI clients send
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * SELECT with WHERE and WITHIN, ASSOCIATORS OF and REFERENCES OF (MS-WMI 2.2.1).
 * No schema queries, and events are not grouped.  Values are kept as text and
 * compared as the type of the property that they are compared with.
 */

#pragma once

#include "sim_association.h"

G_BEGIN_DECLS

typedef enum {
    HVS_WQL_AND,
    HVS_WQL_OR,
    HVS_WQL_NOT,
    HVS_WQL_COMPARISON,
} HvsWqlKind;

typedef enum {
    HVS_WQL_EQUAL,
    HVS_WQL_NOT_EQUAL,
    HVS_WQL_LESS,
    HVS_WQL_LESS_EQUAL,
    HVS_WQL_GREATER,
    HVS_WQL_GREATER_EQUAL,
    HVS_WQL_LIKE,
    HVS_WQL_ISA,
} HvsWqlOperator;

/**
 * HvsWqlNode:
 * @children: (nullable) (element-type HvsWqlNode): of all but comparisons
 * @property: left side of a comparison, a property or __CLASS, __PATH, ...;
 *   "TargetInstance.Name" is a property of an object inside
 * @other: (nullable): the property on the right side
 * @literal: (nullable): the value on the right side; %NULL without @other is NULL
 */
typedef struct {
    HvsWqlKind kind;
    GPtrArray *children;
    HvsWqlOperator operator;
    char *property;
    char *other;
    char *literal;
} HvsWqlNode;

/**
 * HvsWql:
 * @association: (nullable): set for ASSOCIATORS OF and REFERENCES OF, then nothing else is
 * @properties: (nullable): the projection's names, %NULL for all
 * @class_name: what to select from
 * @within: how often an event query looks, microseconds; 0 if it does not say
 * @where: (nullable): the condition
 */
typedef struct {
    HvsAssociation *association;
    GStrv properties;
    char *class_name;
    GTimeSpan within;
    HvsWqlNode *where;
} HvsWql;

/** hvs_wql_parse: (transfer full) (nullable): %NULL if @text is no query */
HvsWql *hvs_wql_parse(const char *text);

/** hvs_wql_parse_events: (transfer full) (nullable): the same for SELECT alone, and with WITHIN */
HvsWql *hvs_wql_parse_events(const char *text);
void hvs_wql_free(HvsWql *wql);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvsWql, hvs_wql_free)

void hvs_wql_node_free(HvsWqlNode *node);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvsWqlNode, hvs_wql_node_free)

/** hvs_wql_node_fits: whether @type has the properties in @version, and the literals are of their
 * types */
gboolean
hvs_wql_node_fits(const HvsWqlNode *node, const HvsVersion *version, const HvrWmiClass *type);

/** hvs_wql_node_match: whether @object meets a condition that fits its class */
gboolean hvs_wql_node_match(const HvsWqlNode *node,
                            HvsHost *host,
                            const char *wmi_namespace,
                            gconstpointer object);

/** hvs_wql_like: LIKE with % _ [abc] [a-c] [^a], any case */
gboolean hvs_wql_like(const char *pattern, const char *text);

/**
 * hvs_wql_run:
 * @out_objects: (element-type HvrWmiObject): what it yields
 *
 * Returns: an HRESULT, see sim_wbem.h
 */
guint32
hvs_wql_run(const HvsWql *wql, HvsHost *host, const char *wmi_namespace, GPtrArray **out_objects);

G_END_DECLS
