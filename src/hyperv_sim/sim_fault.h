/* sim_fault.h: what WinRM answers when it cannot answer
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * One row per reason: subcode, number, form and sentence.  Errors of the
 * transport are plain WSManFaults; what WMI said is wrapped as a ProviderFault
 * or sent as an MSFT_WmiError.
 */

#pragma once

#include "sim_world.h"
#include "wsman_envelope.h"

G_BEGIN_DECLS

typedef enum {
    HVS_FAULT_NONE,
    HVS_FAULT_INVALID_XML,
    HVS_FAULT_VERSION_MISMATCH,
    HVS_FAULT_HEADER_INVALID,
    HVS_FAULT_HEADER_REQUIRED,
    HVS_FAULT_ADDRESSING_MODE,
    HVS_FAULT_MUST_UNDERSTAND,
    HVS_FAULT_ENCODING,
    HVS_FAULT_LOCALE,
    HVS_FAULT_DATA_LOCALE,
    HVS_FAULT_RESOURCE_URI,
    HVS_FAULT_ENVELOPE_TOO_SMALL,
    HVS_FAULT_ENVELOPE_EXCEEDED,
    HVS_FAULT_ACTION_NOT_SUPPORTED,
    HVS_FAULT_ACTION_MISMATCH,
    HVS_FAULT_BAD_METHOD,
    HVS_FAULT_SCHEMA,
    HVS_FAULT_NAMESPACE_SELECTOR,
    HVS_FAULT_UNEXPECTED_SELECTORS,
    HVS_FAULT_DUPLICATE_SELECTORS,
    HVS_FAULT_MISSING_KEYS,
    HVS_FAULT_KEYS_WITHOUT_FILTER,
    HVS_FAULT_WQL_ON_CLASS,
    HVS_FAULT_FILTERING_NOT_SUPPORTED,
    HVS_FAULT_FILTER_DIALECT,
    HVS_FAULT_CANNOT_PROCESS_FILTER,
    HVS_FAULT_FRAGMENT,
    HVS_FAULT_FRAGMENT_ACCESS,
    HVS_FAULT_ENUMERATION_MODE,
    HVS_FAULT_ENUMERATION_CONTEXT,
    HVS_FAULT_PULL_IN_PROGRESS,
    HVS_FAULT_CLIENT_ABSENT,
    HVS_FAULT_TIMED_OUT,
    HVS_FAULT_QUOTA,
    HVS_FAULT_DELIVERY_MODE,
    HVS_FAULT_EXPIRATION_TIME,
    HVS_FAULT_EXPIRATION_TYPE,
    HVS_FAULT_EVENT_FILTERING,
    HVS_FAULT_EVENT_DIALECT,
    HVS_FAULT_SUBSCRIPTION_KEYS,
    HVS_FAULT_SUBSCRIPTION_ID,
    HVS_FAULT_RENEW,
    HVS_FAULT_ACCESS_DENIED,
    HVS_FAULT_INTERNAL,
    HVS_FAULT_WMI_NOT_FOUND,
    HVS_FAULT_WMI_INVALID_NAMESPACE,
    HVS_FAULT_WMI_INVALID_CLASS,
    HVS_FAULT_WMI_INVALID_QUERY,
    HVS_FAULT_WMI_NOT_CAPABLE,
    HVS_FAULT_WMI_INVALID_METHOD_PARAMETERS,
    HVS_FAULT_WMI_NOT_EVENT_CLASS,
    HVS_FAULT_WMI_TOO_BROAD,
    HVS_FAULT_WMI_TOO_PRECISE,
} HvsFaultKind;

#define HVS_N_FAULTS (HVS_FAULT_WMI_TOO_PRECISE + 1)

/**
 * HvsFault:
 * @kind: HVS_FAULT_NONE as long as nothing went wrong
 * @operation: what WMI was doing, e.g. "GetObject"; static
 * @subject: (nullable): the object path or query that it was doing it to
 */
typedef struct {
    HvsFaultKind kind;
    const char *operation;
    char *subject;
} HvsFault;

/** hvs_fault_clear: free what it holds; it is none afterwards */
void hvs_fault_clear(HvsFault *fault);

/** hvs_fault_set: returns always %FALSE, so that failing is one statement */
gboolean hvs_fault_set(HvsFault *fault, HvsFaultKind kind);

/** hvs_fault_set_wmi: @hresult as of sim_wbem.h, not zero; returns always %FALSE */
gboolean
hvs_fault_set_wmi(HvsFault *fault, guint32 hresult, const char *operation, const char *subject);

/**
 * hvs_fault_encode:
 * @request: (nullable): whose a:MessageID and headers the answer relates to
 * @message_id: the answer's own
 *
 * Returns: (transfer full): the whole envelope
 */
xmlDoc *hvs_fault_encode(const HvsFault *fault,
                         HvsHost *host,
                         const HvrWsmanEnvelope *request,
                         const char *message_id);

G_END_DECLS
