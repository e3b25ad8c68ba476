/* test_wsman_fault.c: faults that are odd, incomplete or hostile
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The forms that Windows writes are in tests/wire/test_wsman_golden.c.
 */

#include <config.h>

#include "wsman_fault.h"

#include <string.h>

#include "hvr_error.h"
#include "wsman_names.h"

#define OPEN                                                                                       \
    "<s:Envelope xmlns:s=\"" HVR_NS_S "\" xmlns:w=\"" HVR_NS_W "\" xmlns:f=\"" HVR_NS_F            \
    "\"><s:Body>"
#define CLOSE "</s:Body></s:Envelope>"
#define CODE                                                                                       \
    "<s:Code><s:Value>s:Receiver</s:Value><s:Subcode><s:Value>w:TimedOut</s:Value></s:Subcode></"  \
    "s:Code>"

typedef struct {
    const char *name;
    const char *body;
    const char *subcode; /* NULL: no fault at all */
    guint32 code;
    int error; /* an HvrErrorCode */
} Case;

/* clang-format off */
static const Case cases[] = {
    { "empty-body",     "",                                                         NULL,       0, 0 },
    { "no-fault",       "<x/>",                                                     NULL,       0, 0 },
    { "soap-1.1",       "<Fault xmlns=\"http://schemas.xmlsoap.org/soap/envelope/\"/>", NULL,   0, 0 },
    { "nothing-in-it",  "<s:Fault/>",                                               "",         0, HVR_ERROR_PROTOCOL },
    { "no-subcode",     "<s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code></s:Fault>", "Sender", 0, HVR_ERROR_PROTOCOL },
    { "no-detail",      "<s:Fault>" CODE "</s:Fault>",                              "TimedOut", 0, HVR_ERROR_TIMEOUT },
    { "no-prefix",      "<s:Fault><s:Code><s:Subcode><s:Value>TimedOut</s:Value></s:Subcode></s:Code></s:Fault>", "TimedOut", 0, HVR_ERROR_TIMEOUT },
    { "unknown-prefix", "<s:Fault><s:Code><s:Subcode><s:Value>q:TimedOut</s:Value></s:Subcode></s:Code></s:Fault>", "TimedOut", 0, HVR_ERROR_TIMEOUT },
    { "two-lines",      "<s:Fault><s:Code><s:Subcode><s:Value>w:Timed&#10;Out</s:Value></s:Subcode></s:Code></s:Fault>", "", 0, HVR_ERROR_PROTOCOL },
    { "code-text",      "<s:Fault>" CODE "<s:Detail><f:WSManFault Code=\"many\"/></s:Detail></s:Fault>", "TimedOut", 0, HVR_ERROR_TIMEOUT },
    { "code-too-large", "<s:Fault>" CODE "<s:Detail><f:WSManFault Code=\"4294967301\"/></s:Detail></s:Fault>", "TimedOut", 0, HVR_ERROR_TIMEOUT },
    { "code-huge",      "<s:Fault>" CODE "<s:Detail><f:WSManFault Code=\"99999999999999999999\"/></s:Detail></s:Fault>", "TimedOut", 0, HVR_ERROR_TIMEOUT },
    { "code-signed",    "<s:Fault>" CODE "<s:Detail><f:WSManFault Code=\"-2147024891\"/></s:Detail></s:Fault>", "TimedOut", 0x80070005, HVR_ERROR_DENIED },
    { "code-hex",       "<s:Fault>" CODE "<s:Detail><f:WSManFault Code=\"0x80070005\"/></s:Detail></s:Fault>", "TimedOut", 0x80070005, HVR_ERROR_DENIED },
    { "inner-no-code",  "<s:Fault>" CODE "<s:Detail><f:WSManFault Code=\"5\"><f:Message><f:ProviderFault><f:WSManFault/></f:ProviderFault></f:Message></f:WSManFault></s:Detail></s:Fault>", "TimedOut", 5, HVR_ERROR_DENIED },
    { "inner-code",     "<s:Fault>" CODE "<s:Detail><f:WSManFault Code=\"5\"><f:Message><f:ProviderFault><f:WSManFault Code=\"50\"/></f:ProviderFault></f:Message></f:WSManFault></s:Detail></s:Fault>", "TimedOut", 50, HVR_ERROR_UNSUPPORTED },
};
/* clang-format on */

static HvrWsmanFault *
decode(const char *body)
{
    g_autofree char *text = g_strconcat(OPEN, body, CLOSE, NULL);
    g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrWsmanEnvelope) envelope = hvr_wsman_envelope_parse(bytes, &error);

    g_assert_no_error(error);

    return hvr_wsman_fault_decode(envelope);
}

static void
test_decode(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(HvrWsmanFault) fault = decode(c->body);
    g_autoptr(GError) error = NULL;

    if (c->subcode == NULL) {
        g_assert_null(fault);
        return;
    }
    g_assert_cmpstr(fault->subcode, ==, c->subcode);
    g_assert_nonnull(fault->subcode_ns);
    g_assert_cmpstr(fault->reason, ==, "");
    g_assert_cmpuint(fault->code, ==, c->code);
    g_assert_false(hvr_wsman_fault_fail(fault, "Get", &error));
    g_assert_error(error, HVR_ERROR, c->error);
    g_assert_false(hvr_wsman_fault_fail(fault, "Get", NULL));
}

/* libxml2 allows a depth of 256; each level of ours takes three. */
static void
test_nested(void)
{
    g_autoptr(GString) body = g_string_new("<s:Fault>" CODE "<s:Detail>");
    g_autoptr(HvrWsmanFault) fault = NULL;

    for (guint i = 1; i <= 80; i++)
        g_string_append_printf(
            body, "<f:WSManFault Code=\"%u\"><f:Message><f:ProviderFault provider=\"%u\">", i, i);
    for (guint i = 0; i < 80; i++)
        g_string_append(body, "</f:ProviderFault></f:Message></f:WSManFault>");
    g_string_append(body, "</s:Detail></s:Fault>");

    fault = decode(body->str);
    g_assert_cmpuint(fault->code, ==, 80);
    g_assert_cmpstr(fault->provider, ==, "80");
}

typedef struct {
    const char *reason;
    const char *expect;
} Sentence;

/* clang-format off */
static const Sentence sentences[] = {
    { "One.  Two.\n\tThree. ", "'Get' failed: One. Two. Three (X)" },
    { "",                      "'Get' failed: the host gave no reason (X)" },
    { "%s %n 100%",            "'Get' failed: %s %n 100% (X)" },
    { "\343\203\206",          "'Get' failed: \343\203\206 (X)" },
};
/* clang-format on */

static void
test_sentence(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(sentences); i++) {
        HvrWsmanFault fault = { .subcode = (char *)"X", .reason = (char *)sentences[i].reason };
        g_autoptr(GError) error = NULL;

        hvr_wsman_fault_fail(&fault, "Get", &error);
        g_assert_cmpstr(error->message, ==, sentences[i].expect);
    }
}

/* Cut between characters, not within one. */
static void
test_long_sentence(void)
{
    g_autoptr(GString) reason = g_string_new("x");
    g_autoptr(GError) error = NULL;
    HvrWsmanFault fault = { .subcode = (char *)"X" };

    for (guint i = 0; i < 100000; i++)
        g_string_append(reason, "\343\203\206");
    fault.reason = reason->str;
    hvr_wsman_fault_fail(&fault, "Get", &error);

    g_assert_cmpuint(strlen(error->message), <, 600);
    g_assert_true(g_utf8_validate(error->message, -1, NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/wsman/fault/decode/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_decode);
    }
    g_test_add_func("/wsman/fault/decode/nested", test_nested);
    g_test_add_func("/wsman/fault/sentence", test_sentence);
    g_test_add_func("/wsman/fault/sentence/long", test_long_sentence);
    hvr_wsman_fault_free(NULL);

    return g_test_run();
}
