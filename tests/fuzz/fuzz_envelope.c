/* fuzz_envelope.c: SOAP envelopes, and the faults in them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A fault that was read means the same when it is written and read again, and
 * fails in one line.
 */

#include <config.h>

#include <string.h>

#include "fuzz_target.h"
#include "hvr_error.h"
#include "hvr_xml.h"
#include "wsman_envelope.h"
#include "wsman_fault.h"
#include "wsman_names.h"

/* A line of a log, whatever the host wrote. */
#define MAX_LINE 2000

static void
assert_line(const GError *error)
{
    g_assert_true(error->domain == HVR_ERROR);
    g_assert_true(g_utf8_validate(error->message, -1, NULL));
    g_assert_null(strpbrk(error->message, "\r\n"));
    g_assert_cmpuint(strlen(error->message), <=, MAX_LINE);
}

/* What only hosts write, in namespaces of their own, is never encoded here. */
static gboolean
is_standard(const HvrWsmanFault *fault)
{
    static const char *const families[] = { HVR_NS_W, HVR_NS_A, HVR_NS_N, HVR_NS_E,
                                            HVR_NS_X, HVR_NS_B, HVR_NS_S, NULL };

    return g_strv_contains(families, fault->subcode_ns);
}

static void
assert_stable(const HvrWsmanFault *fault)
{
    g_autoptr(xmlDoc) doc = hvr_wsman_fault_encode(fault, "uuid:1", "uuid:2");
    g_autoptr(GBytes) bytes = hvr_wsman_envelope_format(doc);
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrWsmanEnvelope) envelope = hvr_wsman_envelope_parse(bytes, &error);
    g_autoptr(HvrWsmanFault) again = NULL;

    g_assert_no_error(error);
    again = hvr_wsman_fault_decode(envelope);
    g_assert_nonnull(again);
    g_assert_cmpstr(again->subcode, ==, fault->subcode);
    g_assert_cmpuint(again->code, ==, fault->code);
    /* SOAP's own are codes, beside which there is no sender. */
    if (!g_str_equal(fault->subcode_ns, HVR_NS_S))
        g_assert_cmpint(again->sender, ==, fault->sender);
}

static void
assert_fails(const HvrWsmanFault *fault)
{
    g_autoptr(GError) error = NULL;

    g_assert_false(hvr_wsman_fault_fail(fault, "Get", &error));
    assert_line(error);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    g_autoptr(GBytes) input = g_bytes_new_static(bytes, length);
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrWsmanEnvelope) envelope = hvr_wsman_envelope_parse(input, &error);
    g_autoptr(HvrWsmanFault) fault = NULL;

    if (envelope == NULL) {
        g_assert_true(hvr_error_is_code(error, HVR_ERROR_XML) ||
                      hvr_error_is_code(error, HVR_ERROR_PROTOCOL));
        assert_line(error);
        return 0;
    }

    fault = hvr_wsman_fault_decode(envelope);
    if (fault != NULL) {
        assert_fails(fault);
        if (is_standard(fault))
            assert_stable(fault);
    }

    return 0;
}
