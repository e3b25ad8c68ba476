/* wsman_fault_map.c: what a fault means for us
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_fault_map.h"

#include <glib/gi18n-lib.h>

/* Numbers of WSManFault/@Code (wsmerror.h, where they begin with ERROR_WSMAN_) and of WMI
 * (wbemcli.h), ascending.  Small letters are ours: no header's name is known.
 * "No such object" is HVR_ERROR_NO_DOMAIN at this height, whatever the class.
 * Selectors of the wrong name, number or type are a bug of ours, so they stay
 * PROTOCOL although their subcode is the one of a missing object. */
/* clang-format off */
#define ENVELOPE N_("is MaxEnvelopeSizekb of the host's WinRM at least 500?")

static const HvrWsmanFaultNumber numbers[] = {
    { 5,          5,          HVR_ERROR_DENIED,      "ERROR_ACCESS_DENIED",                                NULL }, /* listener, SDDL */
    { 50,         50,         HVR_ERROR_UNSUPPORTED, "ERROR_NOT_SUPPORTED",                                NULL },
    { 1359,       1359,       HVR_ERROR_LOST,        "ERROR_INTERNAL_ERROR",                               NULL }, /* before or after it took effect */
    { 0x80041001, 0x80041001, HVR_ERROR_JOB_FAILED,  "WBEM_E_FAILED",                                      NULL },
    { 0x80041002, 0x80041002, HVR_ERROR_NO_DOMAIN,   "WBEM_E_NOT_FOUND",                                   NULL },
    { 0x80041003, 0x80041003, HVR_ERROR_DENIED,      "WBEM_E_ACCESS_DENIED",                               NULL },
    { 0x8004100c, 0x8004100c, HVR_ERROR_UNSUPPORTED, "WBEM_E_NOT_SUPPORTED",                               NULL },
    { 0x8004100e, 0x8004100e, HVR_ERROR_UNSUPPORTED, "WBEM_E_INVALID_NAMESPACE",                           N_("is the Hyper-V role installed?") },
    { 0x80041010, 0x80041010, HVR_ERROR_UNSUPPORTED, "WBEM_E_INVALID_CLASS",                               NULL },
    { 0x80041024, 0x80041024, HVR_ERROR_UNSUPPORTED, "WBEM_E_PROVIDER_NOT_CAPABLE",                        NULL },
    { 0x80041033, 0x80041033, HVR_ERROR_UNREACHABLE, "WBEM_E_SHUTTING_DOWN",                               NULL },
    { 0x80070005, 0x80070005, HVR_ERROR_DENIED,      "E_ACCESSDENIED",                                     NULL },
    { 0x800706ba, 0x800706ba, HVR_ERROR_UNREACHABLE, "RPC_S_SERVER_UNAVAILABLE",                           NULL }, /* vmms restarts */
    { 0x800706be, 0x800706be, HVR_ERROR_LOST,        "RPC_S_CALL_FAILED",                                  NULL }, /* half-way */
    { 2150858752, 2150858752, HVR_ERROR_NO_DOMAIN,   "RESOURCE_NOT_FOUND",                                 NULL },
    { 2150858755, 2150858755, HVR_ERROR_JOB_FAILED,  "PROVIDER_FAILURE",                                   NULL },
    { 2150858759, 2150858763, HVR_ERROR_LOST,        "ENUMERATION_CLOSED, SUBSCRIPTION_CLOSED, SUBSCRIPTION_NO_HEARTBEAT and others of subscriptions", NULL },
    { 2150858770, 2150858770, HVR_ERROR_NO_DOMAIN,   "DESTINATION_UNREACHABLE",                            NULL },
    { 2150858771, 2150858771, HVR_ERROR_UNSUPPORTED, "ACTION_NOT_SUPPORTED",                               NULL },
    { 2150858772, 2150858772, HVR_ERROR_UNREACHABLE, "ENDPOINT_UNAVAILABLE",                               NULL },
    { 2150858778, 2150858778, HVR_ERROR_UNSUPPORTED, "CANNOT_PROCESS_FILTER",                              N_("is the Hyper-V role installed?") }, /* also: no such namespace */
    { 2150858779, 2150858779, HVR_ERROR_LOST,        "INVALID_ENUMERATION_CONTEXT",                        NULL },
    { 2150858780, 2150858780, HVR_ERROR_TIMEOUT,     "ENUMERATE_TIMED_OUT",                                NULL },
    { 2150858782, 2150858788, HVR_ERROR_UNSUPPORTED, "EVENTING_DELIVERY_MODE_REQUESTED_UNAVAILABLE to EVENTING_UNABLE_TO_RENEW", NULL },
    { 2150858790, 2150858790, HVR_ERROR_UNSUPPORTED, "ENVELOPE_TOO_LARGE",                                 ENVELOPE },
    { 2150858793, 2150858793, HVR_ERROR_TIMEOUT,     "OPERATION_TIMEDOUT",                                 NULL },
    { 2150858802, 2150858802, HVR_ERROR_BUSY,        "CONCURRENCY",                                        NULL },
    { 2150858806, 2150858806, HVR_ERROR_AUTH,        "FAILED_AUTHENTICATION",                              NULL },
    { 2150858813, 2150858813, HVR_ERROR_NO_DOMAIN,   "INVALID_SELECTORS",                                  NULL },
    { 2150858815, 2150858815, HVR_ERROR_BUSY,        "QUOTA_LIMIT",                                        N_("is a quota of the host's WinRM used up?") },
    { 2150858823, 2150858825, HVR_ERROR_UNSUPPORTED, "MAX_ENVELOPE_SIZE, MAX_ENVELOPE_SIZE_EXCEEDED, SERVER_ENVELOPE_LIMIT", ENVELOPE },
    { 2150858829, 2150858829, HVR_ERROR_LOST,        "UNREPORTABLE_SUCCESS",                               NULL },
    { 2150858842, 2150858844, HVR_ERROR_PROTOCOL,    "INSUFFICIENT_SELECTORS, UNEXPECTED_SELECTORS, SELECTOR_TYPEMISMATCH", NULL },
    { 2150858845, 2150858845, HVR_ERROR_NO_DOMAIN,   "a selector's value is not valid",                    NULL },
    { 2150858846, 2150858847, HVR_ERROR_PROTOCOL,    "AMBIGUOUS_SELECTORS, DUPLICATE_SELECTORS",           NULL },
    { 2150858868, 2150858868, HVR_ERROR_UNSUPPORTED, "BAD_METHOD",                                         NULL },
    { 2150859002, 2150859002, HVR_ERROR_PROTOCOL,    "keys are missing",                                   NULL },
    { 2150859007, 2150859007, HVR_ERROR_UNSUPPORTED, "NON_PULL_SUBSCRIPTION_NOT_SUPPORTED",                NULL },
    { 2150859010, 2150859010, HVR_ERROR_UNSUPPORTED, "WMI_PROVIDER_NOT_CAPABLE",                           NULL },
    { 2150859012, 2150859014, HVR_ERROR_DENIED,      "access denied to the service, the provider, the connection", NULL },
    { 2150859173, 2150859173, HVR_ERROR_BUSY,        "MAX_SHELLS",                                         N_("is the host's quota MaxShellsPerUser used up?") },
    { 2150859174, 2150859174, HVR_ERROR_BUSY,        "MAX_OPERATIONS",                                     N_("is the host's quota MaxConcurrentOperationsPerUser used up?") },
    { 2150859175, 2150859175, HVR_ERROR_BUSY,        "QUOTA_USER",                                         N_("is a quota of the account in the host's WinRM used up?") },
    { 2150859176, 2150859176, HVR_ERROR_BUSY,        "QUOTA_SYSTEM",                                       N_("is a quota of the host's WinRM used up?") },
    { 2150859236, 2150859242, HVR_ERROR_BUSY,        "quotas for each plug-in",                            N_("is a quota of the host's WMI plug-in used up?") },
};

/* Asked when the number says nothing; the families do not share names that differ in meaning. */
static const struct {
    const char *subcode;
    HvrErrorCode code;
} subcodes[] = {
    { "AccessDenied",              HVR_ERROR_DENIED },
    { "ActionNotSupported",        HVR_ERROR_UNSUPPORTED },
    { "Concurrency",               HVR_ERROR_BUSY },
    { "DestinationUnreachable",    HVR_ERROR_NO_DOMAIN },
    { "EncodingLimit",             HVR_ERROR_UNSUPPORTED },
    { "EndpointUnavailable",       HVR_ERROR_UNREACHABLE },
    { "EndpointUnavilable",        HVR_ERROR_UNREACHABLE }, /* as OMI spells it */
    { "FailedAuthentication",      HVR_ERROR_AUTH },
    { "InvalidEnumerationContext", HVR_ERROR_LOST },
    { "InvalidSelectors",          HVR_ERROR_NO_DOMAIN },
    { "QuotaLimit",                HVR_ERROR_BUSY },
    { "TimedOut",                  HVR_ERROR_TIMEOUT },
    { "UnsupportedFeature",        HVR_ERROR_UNSUPPORTED },
};

/* CIM status codes (DSP0200 5.3.2) that have a WMI error of the same meaning; inferred. */
static const guint32 cim_statuses[] = {
    [1]  = 0x80041001, /* FAILED */
    [2]  = 0x80041003, /* ACCESS_DENIED */
    [3]  = 0x8004100e, /* INVALID_NAMESPACE */
    [4]  = 0x80041008, /* INVALID_PARAMETER */
    [5]  = 0x80041010, /* INVALID_CLASS */
    [6]  = 0x80041002, /* NOT_FOUND */
    [7]  = 0x8004100c, /* NOT_SUPPORTED */
    [15] = 0x80041017, /* INVALID_QUERY */
    [28] = 0x80041033, /* SERVER_IS_SHUTTING_DOWN */
};
/* clang-format on */

const HvrWsmanFaultNumber *
hvr_wsman_fault_map_list(guint *out_n_numbers)
{
    *out_n_numbers = G_N_ELEMENTS(numbers);

    return numbers;
}

HvrErrorCode
hvr_wsman_fault_map(const HvrWsmanFault *fault, const char **out_hint)
{
    *out_hint = NULL;

    for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++) {
        if (fault->code < numbers[i].first || fault->code > numbers[i].last)
            continue;
        if (numbers[i].hint != NULL)
            *out_hint = _(numbers[i].hint);

        return numbers[i].code;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(subcodes); i++) {
        if (g_str_equal(fault->subcode, subcodes[i].subcode))
            return subcodes[i].code;
    }

    return HVR_ERROR_PROTOCOL;
}

guint32
hvr_wsman_fault_map_cim_status(guint32 status)
{
    return status < G_N_ELEMENTS(cim_statuses) ? cim_statuses[status] : 0;
}
