/* test_wsman_fault_map.c: what a fault means for us
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_fault_map.h"

#include <string.h>

typedef struct {
    guint32 number;
    HvrErrorCode code;
} Number;

/* The names are those of wsmerror.h and wbemcli.h.  The subcode says PROTOCOL, so
 * that each number must speak for itself. */
/* clang-format off */
static const Number numbers[] = {
    { 0,          HVR_ERROR_PROTOCOL },
    { 4,          HVR_ERROR_PROTOCOL },
    { 5,          HVR_ERROR_DENIED },      /* ERROR_ACCESS_DENIED */
    { 6,          HVR_ERROR_PROTOCOL },
    { 50,         HVR_ERROR_UNSUPPORTED }, /* ERROR_NOT_SUPPORTED */
    { 87,         HVR_ERROR_PROTOCOL },    /* ERROR_INVALID_PARAMETER */
    { 1359,       HVR_ERROR_LOST },        /* ERROR_INTERNAL_ERROR */
    { 0x80041001, HVR_ERROR_JOB_FAILED },  /* WBEM_E_FAILED */
    { 0x80041002, HVR_ERROR_NO_DOMAIN },   /* WBEM_E_NOT_FOUND */
    { 0x80041003, HVR_ERROR_DENIED },      /* WBEM_E_ACCESS_DENIED */
    { 0x80041008, HVR_ERROR_PROTOCOL },    /* WBEM_E_INVALID_PARAMETER */
    { 0x8004100c, HVR_ERROR_UNSUPPORTED }, /* WBEM_E_NOT_SUPPORTED */
    { 0x8004100e, HVR_ERROR_UNSUPPORTED }, /* WBEM_E_INVALID_NAMESPACE */
    { 0x80041010, HVR_ERROR_UNSUPPORTED }, /* WBEM_E_INVALID_CLASS */
    { 0x80041017, HVR_ERROR_PROTOCOL },    /* WBEM_E_INVALID_QUERY */
    { 0x80041024, HVR_ERROR_UNSUPPORTED }, /* WBEM_E_PROVIDER_NOT_CAPABLE */
    { 0x80041033, HVR_ERROR_UNREACHABLE }, /* WBEM_E_SHUTTING_DOWN */
    { 0x80070005, HVR_ERROR_DENIED },      /* E_ACCESSDENIED */
    { 0x800706ba, HVR_ERROR_UNREACHABLE }, /* RPC_S_SERVER_UNAVAILABLE */
    { 0x800706be, HVR_ERROR_LOST },        /* RPC_S_CALL_FAILED */
    { 2150858752, HVR_ERROR_NO_DOMAIN },   /* RESOURCE_NOT_FOUND */
    { 2150858753, HVR_ERROR_PROTOCOL },    /* INVALID_ACTIONURI */
    { 2150858755, HVR_ERROR_JOB_FAILED },  /* PROVIDER_FAILURE */
    { 2150858759, HVR_ERROR_LOST },        /* ENUMERATION_CLOSED */
    { 2150858770, HVR_ERROR_NO_DOMAIN },   /* DESTINATION_UNREACHABLE */
    { 2150858771, HVR_ERROR_UNSUPPORTED }, /* ACTION_NOT_SUPPORTED */
    { 2150858772, HVR_ERROR_UNREACHABLE }, /* ENDPOINT_UNAVAILABLE */
    { 2150858778, HVR_ERROR_UNSUPPORTED }, /* ENUMERATE_CANNOT_PROCESS_FILTER */
    { 2150858779, HVR_ERROR_LOST },        /* ENUMERATE_INVALID_ENUMERATION_CONTEXT */
    { 2150858780, HVR_ERROR_TIMEOUT },     /* ENUMERATE_TIMED_OUT */
    { 2150858790, HVR_ERROR_UNSUPPORTED }, /* ENVELOPE_TOO_LARGE */
    { 2150858793, HVR_ERROR_TIMEOUT },     /* OPERATION_TIMEDOUT */
    { 2150858802, HVR_ERROR_BUSY },        /* CONCURRENCY */
    { 2150858806, HVR_ERROR_AUTH },        /* FAILED_AUTHENTICATION */
    { 2150858813, HVR_ERROR_NO_DOMAIN },   /* INVALID_SELECTORS */
    { 2150858815, HVR_ERROR_BUSY },        /* QUOTA_LIMIT */
    { 2150858817, HVR_ERROR_PROTOCOL },    /* SCHEMA_VALIDATION_ERROR */
    { 2150858823, HVR_ERROR_UNSUPPORTED }, /* MAX_ENVELOPE_SIZE */
    { 2150858824, HVR_ERROR_UNSUPPORTED }, /* MAX_ENVELOPE_SIZE_EXCEEDED */
    { 2150858825, HVR_ERROR_UNSUPPORTED }, /* SERVER_ENVELOPE_LIMIT */
    { 2150858828, HVR_ERROR_PROTOCOL },    /* CHARACTER_SET */
    { 2150858829, HVR_ERROR_LOST },        /* UNREPORTABLE_SUCCESS */
    { 2150858845, HVR_ERROR_NO_DOMAIN },   /* a selector's value */
    { 2150858868, HVR_ERROR_UNSUPPORTED }, /* BAD_METHOD */
    { 2150859010, HVR_ERROR_UNSUPPORTED }, /* WMI_PROVIDER_NOT_CAPABLE */
    { 2150859011, HVR_ERROR_PROTOCOL },    /* WMI_INVALID_VALUE */
    { 2150859012, HVR_ERROR_DENIED },      /* WMI_SVC_ACCESS_DENIED */
    { 2150859013, HVR_ERROR_DENIED },      /* WMI_PROVIDER_ACCESS_DENIED */
    { 2150859014, HVR_ERROR_DENIED },      /* WMI_CANNOT_CONNECT_ACCESS_DENIED */
    { 2150859015, HVR_ERROR_PROTOCOL },    /* INVALID_FILTER_XML */
    { 2150859172, HVR_ERROR_PROTOCOL },
    { 2150859173, HVR_ERROR_BUSY },        /* MAX_SHELLS */
    { 2150859174, HVR_ERROR_BUSY },        /* MAX_OPERATIONS */
    { 2150859176, HVR_ERROR_BUSY },        /* QUOTA_SYSTEM */
    { 2150859177, HVR_ERROR_PROTOCOL },    /* DIFFERENT_AUTHZ_TOKEN */
    { 2150859236, HVR_ERROR_BUSY },        /* quotas of the plug-in */
    { 2150859242, HVR_ERROR_BUSY },
    { 2150859243, HVR_ERROR_PROTOCOL },
    { 4294967295, HVR_ERROR_PROTOCOL },
};

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
    { "EndpointUnavilable",        HVR_ERROR_UNREACHABLE },
    { "FailedAuthentication",      HVR_ERROR_AUTH },
    { "InvalidEnumerationContext", HVR_ERROR_LOST },
    { "InvalidSelectors",          HVR_ERROR_NO_DOMAIN },
    { "QuotaLimit",                HVR_ERROR_BUSY },
    { "TimedOut",                  HVR_ERROR_TIMEOUT },
    { "UnsupportedFeature",        HVR_ERROR_UNSUPPORTED },
    { "InternalError",             HVR_ERROR_PROTOCOL },
    { "SchemaValidationError",     HVR_ERROR_PROTOCOL },
    { "accessdenied",              HVR_ERROR_PROTOCOL },
    { "",                          HVR_ERROR_PROTOCOL },
};

/* What the reader is asked; numbers that are not here ask nothing. */
static const struct {
    guint32 number;
    const char *word;
} hints[] = {
    { 0x8004100e, "Hyper-V role" },
    { 2150858778, "Hyper-V role" },
    { 2150858790, "MaxEnvelopeSizekb" },
    { 2150858815, "quota" },
    { 2150858823, "MaxEnvelopeSizekb" },
    { 2150858824, "MaxEnvelopeSizekb" },
    { 2150858825, "MaxEnvelopeSizekb" },
    { 2150859173, "MaxShellsPerUser" },
    { 2150859174, "MaxConcurrentOperationsPerUser" },
    { 2150859176, "quota" },
    { 2150859236, "plug-in" },
    { 2150859242, "plug-in" },
};

/* These are our own mistakes, although their subcode is that of a missing object. */
static const guint32 own_mistakes[] = { 2150858842, 2150858843, 2150858844, 2150858846, 2150858847, 2150859002 };

static const guint32 cim_statuses[][2] = {
    { 0,  0 },
    { 1,  0x80041001 },
    { 2,  0x80041003 },
    { 3,  0x8004100e },
    { 4,  0x80041008 },
    { 5,  0x80041010 },
    { 6,  0x80041002 },
    { 7,  0x8004100c },
    { 8,  0 },
    { 15, 0x80041017 },
    { 28, 0x80041033 },
    { 29, 0 },
    { 4294967295, 0 },
};
/* clang-format on */

static HvrErrorCode
map(const char *subcode, guint32 code, const char **out_hint)
{
    HvrWsmanFault fault = { .subcode = (char *)subcode, .code = code };

    return hvr_wsman_fault_map(&fault, out_hint);
}

static const char *
get_word(guint32 number)
{
    for (gsize i = 0; i < G_N_ELEMENTS(hints); i++) {
        if (hints[i].number == number)
            return hints[i].word;
    }

    return NULL;
}

static void
test_numbers(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++) {
        const char *word = get_word(numbers[i].number);
        const char *hint = "";

        g_test_message("%u", numbers[i].number);
        g_assert_cmpint(map("InternalError", numbers[i].number, &hint), ==, numbers[i].code);
        g_assert_true(word != NULL ? strstr(hint, word) != NULL : hint == NULL);
    }
}

static void
test_subcodes(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(subcodes); i++) {
        const char *hint;

        g_test_message("%s", subcodes[i].subcode);
        g_assert_cmpint(map(subcodes[i].subcode, 0, &hint), ==, subcodes[i].code);
        g_assert_cmpint(map(subcodes[i].subcode, 1234567, &hint), ==, subcodes[i].code);
        g_assert_cmpint(map(subcodes[i].subcode, 2150858793, &hint), ==, HVR_ERROR_TIMEOUT);
    }
}

static void
test_own_mistakes(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(own_mistakes); i++) {
        const char *hint;

        g_assert_cmpint(map("InvalidSelectors", own_mistakes[i], &hint), ==, HVR_ERROR_PROTOCOL);
    }
}

static void
test_cim_statuses(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cim_statuses); i++)
        g_assert_cmpuint(hvr_wsman_fault_map_cim_status(cim_statuses[i][0]), ==,
                         cim_statuses[i][1]);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/wsman/fault-map/numbers", test_numbers);
    g_test_add_func("/wsman/fault-map/subcodes", test_subcodes);
    g_test_add_func("/wsman/fault-map/own-mistakes", test_own_mistakes);
    g_test_add_func("/wsman/fault-map/cim-statuses", test_cim_statuses);

    return g_test_run();
}
