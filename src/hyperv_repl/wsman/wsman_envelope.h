/* wsman_envelope.h: SOAP envelopes, both directions
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Knows headers and bodies; knows neither HTTP nor what a request means.  The
 * client formats requests and parses responses, the simulator the reverse.
 * Windows' spelling of both is kept: prefixes, order, declarations on the root
 * (libvirt's own driver relies on them, see wsman_names.h).
 */

#pragma once

#include <glib.h>
#include <libxml/tree.h>

#include "wsman_duration.h"
#include "wsman_epr.h"

G_BEGIN_DECLS

/**
 * HvrWsmanEnvelope:
 * @action: a:Action, "" if absent, as in Identify
 * @message_id: (nullable): a:MessageID
 * @relates_to: (nullable): a:RelatesTo
 * @to: (nullable): a:To
 * @reply_to: (nullable): a:ReplyTo/a:Address
 * @fault_to: (nullable): a:FaultTo/a:Address
 * @target: (nullable): w:ResourceURI and w:SelectorSet
 * @options: (element-type utf8 utf8): w:OptionSet, never %NULL
 * @max_envelope_size: w:MaxEnvelopeSize in bytes, 0 if absent
 * @operation_timeout: w:OperationTimeout in microseconds, 0 if absent
 * @identifier: (nullable): e:Identifier, which subscription is meant
 * @activity_id: (nullable): p:ActivityId
 * @fragment: (nullable): w:FragmentTransfer, which part of the instance is meant
 * @fragment_must_understand: it came with mustUnderstand
 * @not_understood: (nullable): Clark name "{ns}local" of the first header with
 *   mustUnderstand that nobody here knows
 * @locale_must_understand: w:Locale came with mustUnderstand
 * @data_locale_must_understand: p:DataLocale did
 * @body: s:Body's first child element, %NULL for an empty body; belongs to @doc
 * @doc: the whole document
 *
 * A parsed envelope.
 */
typedef struct {
    char *action;
    char *message_id;
    char *relates_to;
    char *to;
    char *reply_to;
    char *fault_to;
    HvrWsmanEpr *target;
    GHashTable *options;
    guint32 max_envelope_size;
    GTimeSpan operation_timeout;
    char *identifier;
    char *activity_id;
    char *fragment;
    gboolean fragment_must_understand;
    char *not_understood;
    gboolean locale_must_understand;
    gboolean data_locale_must_understand;
    xmlNode *body;
    xmlDoc *doc;
} HvrWsmanEnvelope;

/**
 * hvr_wsman_envelope_parse:
 *
 * Returns: (transfer full): the envelope, or %NULL with %HVR_ERROR_XML if it is
 *   not XML and %HVR_ERROR_PROTOCOL if it is not a SOAP 1.2 envelope
 */
HvrWsmanEnvelope *hvr_wsman_envelope_parse(GBytes *bytes, GError **error);

void hvr_wsman_envelope_free(HvrWsmanEnvelope *envelope);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrWsmanEnvelope, hvr_wsman_envelope_free)

/**
 * HvrWsmanRequest:
 * @to: the URL that was dialled
 * @action: the operation
 * @target: what it is for
 * @operation_timeout: how long the host may work on it, microseconds
 *
 * What a client's envelope says beyond its body.
 */
typedef struct {
    const char *to;
    const char *action;
    const HvrWsmanEpr *target;
    GTimeSpan operation_timeout;
} HvrWsmanRequest;

/**
 * hvr_wsman_envelope_new_request:
 * @out_body: the empty s:Body, to be filled
 *
 * Headers in the order of Microsoft's client; a fresh a:MessageID.  The root
 * declares s, a, w, p, n and x.
 *
 * Returns: (transfer full): a document for hvr_wsman_envelope_format()
 */
xmlDoc *hvr_wsman_envelope_new_request(const HvrWsmanRequest *request, xmlNode **out_body);

/**
 * hvr_wsman_envelope_new_response:
 * @action: (nullable): the response's action; Identify's has none
 * @relates_to: (nullable): the request's a:MessageID
 * @message_id: the response's own
 * @out_body: the empty s:Body, to be filled
 *
 * Headers in the order of Windows; the root declares s, a, x, n, w and p.
 */
xmlDoc *hvr_wsman_envelope_new_response(const char *action,
                                        const char *relates_to,
                                        const char *message_id,
                                        xmlNode **out_body);

/** hvr_wsman_envelope_new_fault: as hvr_wsman_envelope_new_response(); the root declares e as well
 */
xmlDoc *hvr_wsman_envelope_new_fault(const char *action,
                                     const char *relates_to,
                                     const char *message_id,
                                     xmlNode **out_body);

/**
 * hvr_wsman_envelope_format:
 *
 * Returns: (transfer full): UTF-8, no XML declaration, no added white space;
 *   control characters that XML cannot carry become "?" (MS-WSMV 3.1.4.1.25)
 */
GBytes *hvr_wsman_envelope_format(xmlDoc *doc);

/**
 * hvr_wsman_ns:
 *
 * The declaration of @href in scope at @node.  If there is none it is declared
 * there as @prefix, or with a number appended where that would change what
 * names below mean.
 */
xmlNs *hvr_wsman_ns(xmlNode *node, const char *href, const char *prefix);

/**
 * hvr_wsman_envelope_add_element:
 * @parent: where to append, e.g. s:Body
 * @href: the element's namespace
 * @prefix: what the element itself declares it as, unless it is in scope
 * @name: its local name
 *
 * libvirt's client wants a METHOD_OUTPUT that declares "p" itself.
 *
 * Returns: (transfer none): the new element
 */
xmlNode *hvr_wsman_envelope_add_element(xmlNode *parent,
                                        const char *href,
                                        const char *prefix,
                                        const char *name);

G_END_DECLS
