/* repl_document.h: settings as XML
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What schemas/ describes as RELAX NG: elements are called like the settings,
 * units stand in an attribute, a list is a row of elements.  Written and read by
 * the tables of repl_settings.h alone.
 */

#pragma once

#include <libxml/tree.h>

#include "repl_network.h"
#include "repl_relationship.h"
#include "repl_service.h"

G_BEGIN_DECLS

#define HVR_REPL_NS "https://libvirt.org/schemas/domain/hyperv/replication/1.0"

/** hvr_repl_settings_add_xml: what is set, as children of @parent */
void hvr_repl_settings_add_xml(const HvrReplSettings *settings, xmlNode *parent, xmlNs *ns);

/**
 * hvr_repl_settings_parse_xml:
 * @parent: whose children are settings
 * @present: (nullable): as the host has them: read-only settings may stand in the
 *   document if they say the same
 *
 * Returns: (transfer full): %NULL with %HVR_ERROR_XML naming element and line
 */
HvrReplSettings *hvr_repl_settings_parse_xml(HvrReplSubject subject,
                                             const xmlNode *parent,
                                             const HvrReplSettings *present,
                                             GError **error);

/**
 * hvr_repl_document_parse_replication:
 * @text: a <replication> document, as domain metadata shows it; only the settings
 *   of its relationships can differ.  Health, times and recovery points are not read;
 *   role and states are refused if they are not what the host has
 * @mode: the VM's HvrReplMode
 * @present: the legs as the host has them, %NULL where there is none
 * @out_settings: (transfer full): for each leg only what differs from @present, %NULL if
 *   nothing does
 *
 * A setting that @present has and the document leaves out stays as it is.  Elements without any
 * namespace are taken for ours: virDomainSetMetadata() is given it beside them.
 *
 * Returns: %FALSE with %HVR_ERROR_XML naming element and line
 */
gboolean hvr_repl_document_parse_replication(const char *text,
                                             guint mode,
                                             HvrReplRelationship *const present[2],
                                             HvrReplSettings *out_settings[2],
                                             GError **error);

/** hvr_repl_document_format_service: (transfer full): a <replicationservice> document */
char *hvr_repl_document_format_service(const HvrReplService *service);

/**
 * hvr_repl_document_parse_service:
 *
 * Settings that the document leaves out are not set; a time or choice that is "unknown" neither.
 *
 * Returns: (transfer full): %NULL with %HVR_ERROR_XML naming element and line
 */
HvrReplService *hvr_repl_document_parse_service(const char *text, GError **error);

/** hvr_repl_document_format_network: (transfer full): a <failovernetwork> document; @adapters:
 * (element-type HvrReplAdapter) */
char *hvr_repl_document_format_network(GPtrArray *adapters);

/**
 * hvr_repl_document_parse_network:
 * @present: (element-type HvrReplAdapter): as the host has them; an <adapter> says by its id or
 *   mac, or by a name that only one has, which is meant
 *
 * What an <adapter> leaves out is no longer set, so that addresses can be removed.
 *
 * Returns: (transfer full) (element-type HvrReplAdapter): those of the document that shall be
 *   other than they are; may be none
 */
GPtrArray *hvr_repl_document_parse_network(const char *text, GPtrArray *present, GError **error);

G_END_DECLS
