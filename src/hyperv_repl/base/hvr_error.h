/* hvr_error.h: one error domain for all floors
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A code says who must do what.  What libvirt clients see for it and what the
 * reader can do stand in one table in hvr_error.c.  What the host said survives
 * as data beside the message, so that nobody has to parse sentences.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HvrErrorCode:
 * @HVR_ERROR_INTERNAL: this project has a bug
 * @HVR_ERROR_UNSUPPORTED: the host, or its Windows version, cannot do it
 * @HVR_ERROR_NO_SUPPORT: this driver does not serve that call
 * @HVR_ERROR_INVALID: an argument is wrong
 * @HVR_ERROR_XML: a document does not parse or does not fit its schema
 * @HVR_ERROR_UNFIT: a document wants what Hyper-V machines cannot have
 * @HVR_ERROR_UNHONOURED: a flag or parameter means what Hyper-V cannot do
 * @HVR_ERROR_CONFIG: the daemon's configuration is wrong
 * @HVR_ERROR_NO_HOST: no such host is configured
 * @HVR_ERROR_NO_DOMAIN: no such virtual machine
 * @HVR_ERROR_NO_POINT: no such recovery point or checkpoint
 * @HVR_ERROR_NO_METADATA: the element asked for is absent
 * @HVR_ERROR_AMBIGUOUS: several virtual machines have that name
 * @HVR_ERROR_STATE: the present state forbids it
 * @HVR_ERROR_RISKY: it would break something, and nobody insisted
 * @HVR_ERROR_BUSY: another job holds the virtual machine
 * @HVR_ERROR_DENIED: the caller, or the account on the host, may not
 * @HVR_ERROR_AUTH: the host refused the credentials
 * @HVR_ERROR_TLS: the host's certificate is not trusted
 * @HVR_ERROR_UNREACHABLE: no connection to the host
 * @HVR_ERROR_LOST: the connection broke, the outcome is unknown
 * @HVR_ERROR_TIMEOUT: the deadline passed
 * @HVR_ERROR_CANCELLED: somebody cancelled it
 * @HVR_ERROR_PROTOCOL: the host answered what nobody understands
 * @HVR_ERROR_JOB_FAILED: the host tried, and failed
 */
typedef enum {
    HVR_ERROR_INTERNAL,
    HVR_ERROR_UNSUPPORTED,
    HVR_ERROR_NO_SUPPORT,
    HVR_ERROR_INVALID,
    HVR_ERROR_XML,
    HVR_ERROR_UNFIT,
    HVR_ERROR_UNHONOURED,
    HVR_ERROR_CONFIG,
    HVR_ERROR_NO_HOST,
    HVR_ERROR_NO_DOMAIN,
    HVR_ERROR_NO_POINT,
    HVR_ERROR_NO_METADATA,
    HVR_ERROR_AMBIGUOUS,
    HVR_ERROR_STATE,
    HVR_ERROR_RISKY,
    HVR_ERROR_BUSY,
    HVR_ERROR_DENIED,
    HVR_ERROR_AUTH,
    HVR_ERROR_TLS,
    HVR_ERROR_UNREACHABLE,
    HVR_ERROR_LOST,
    HVR_ERROR_TIMEOUT,
    HVR_ERROR_CANCELLED,
    HVR_ERROR_PROTOCOL,
    HVR_ERROR_JOB_FAILED,
} HvrErrorCode;

#define HVR_N_ERRORS (HVR_ERROR_JOB_FAILED + 1)

#define HVR_ERROR (hvr_error_quark())
GQuark hvr_error_quark(void);

/**
 * HvrErrorDetail:
 * @host: the Hyper-V host, as the host file calls it
 * @operation: the WMI method or WS-Man operation
 * @http_status: what HTTP said, 0 if it never answered
 * @fault_subcode: local name of the SOAP fault's subcode, e.g. "TimedOut"
 * @fault_code: the WSManFault or WMI HRESULT number, 0 if none
 * @wmi_value: the method's return value or the job's error code, 0 if none
 * @remedy: what the reader can do, not translated; %NULL for what the code says
 *
 * What the foreign side said, for programs.  All strings may be %NULL.
 */
typedef struct {
    const char *host;
    const char *operation;
    guint http_status;
    const char *fault_subcode;
    guint32 fault_code;
    guint32 wmi_value;
    const char *remedy;
} HvrErrorDetail;

/**
 * hvr_fail:
 * @error: (nullable): where to put it
 * @code: who must do what
 * @format: one translatable line without full stop, arguments by position; what
 *   arguments have of control characters becomes blanks, an endless line is cut
 *
 * Returns: always %FALSE, so that failing is one statement
 */
gboolean hvr_fail(GError **error, HvrErrorCode code, const char *format, ...) G_GNUC_PRINTF(3, 4);

/** hvr_fail_null: as hvr_fail(), for functions that return a pointer */
gpointer hvr_fail_null(GError **error, HvrErrorCode code, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/**
 * hvr_error_set_detail:
 * @error: an error of this domain that was just set; %NULL and others are ignored
 * @detail: copied; fields that are %NULL or 0 leave what stands there
 */
void hvr_error_set_detail(GError *error, const HvrErrorDetail *detail);

/**
 * hvr_error_get_detail:
 *
 * Returns: (nullable): what the foreign side said; lives as long as @error
 */
const HvrErrorDetail *hvr_error_get_detail(const GError *error);

/** hvr_error_get_virt_code: the VIR_ERR_* number that libvirt clients see; never 0 */
int hvr_error_get_virt_code(const GError *error);

/** hvr_error_get_name: the code's name in kebab case, e.g. "no-domain" */
const char *hvr_error_get_name(const GError *error);

/** hvr_error_get_remedy: what the reader can do where nobody knows better, translated */
const char *hvr_error_get_remedy(HvrErrorCode code);

/**
 * hvr_error_find_remedy:
 *
 * What the reader of @error can do, translated.  What this project refuses by
 * itself says so in its own words; only where a host is to blame, as the detail
 * tells, there is something to be added.
 *
 * Returns: (nullable): one clause, without full stop
 */
const char *hvr_error_find_remedy(const GError *error);

/** hvr_error_append_quoted: one more word for a message's list of them: "'a', 'b'" */
void hvr_error_append_quoted(GString *list, const char *word);

/** hvr_error_is_code: whether @error is of this domain and of @code */
gboolean hvr_error_is_code(const GError *error, HvrErrorCode code);

G_END_DECLS
