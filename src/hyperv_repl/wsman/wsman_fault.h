/* wsman_fault.h: SOAP faults as data
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A fault is parsed whole: subcode, WSManFault number, the provider's own
 * detail in each of the forms Windows uses (plain WSManFault, ProviderFault,
 * MSFT_WmiError).  The sentence in it is localised and only ever shown.
 */

#pragma once

#include <glib.h>
#include <libxml/tree.h>

#include "wsman_envelope.h"

G_BEGIN_DECLS

/**
 * HvrWsmanFault:
 * @sender: s:Sender rather than s:Receiver
 * @subcode_ns: namespace of the subcode
 * @subcode: its local name, e.g. "InvalidSelectors"
 * @detail: (nullable): last part of w:FaultDetail, e.g. "InvalidResourceURI"
 * @reason: the sentence for humans, "" if the host gave none
 * @code: the innermost number: WSManFault/@Code or the WMI error, 0 if none
 * @machine: (nullable): WSManFault/@Machine
 * @provider: (nullable): who failed, e.g. "WMI Provider"
 * @provider_message: (nullable): the provider's sentence
 */
typedef struct {
    gboolean sender;
    char *subcode_ns;
    char *subcode;
    char *detail;
    char *reason;
    guint32 code;
    char *machine;
    char *provider;
    char *provider_message;
} HvrWsmanFault;

void hvr_wsman_fault_free(HvrWsmanFault *fault);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrWsmanFault, hvr_wsman_fault_free)

/** hvr_wsman_fault_decode: (nullable): @envelope's fault, %NULL if its body is none */
HvrWsmanFault *hvr_wsman_fault_decode(const HvrWsmanEnvelope *envelope);

/**
 * hvr_wsman_fault_encode:
 * @relates_to: (nullable): the request's a:MessageID
 * @message_id: the answer's own
 *
 * Returns: (transfer full): a whole envelope as Windows writes it, root
 *   declarations in the order s, a, x, e, n, w, p (MS-WSMV 2.2.4, OMI traces)
 */
xmlDoc *
hvr_wsman_fault_encode(const HvrWsmanFault *fault, const char *relates_to, const char *message_id);

/**
 * hvr_wsman_fault_fail:
 * @fault: what the host answered
 * @operation: what was asked for, for the message
 * @error: set to the code that fits, with the fault as detail
 *
 * Returns: always %FALSE
 */
gboolean hvr_wsman_fault_fail(const HvrWsmanFault *fault, const char *operation, GError **error);

G_END_DECLS
