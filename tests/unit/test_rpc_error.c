/* test_rpc_error.c: what libvirt's clients are told when something fails
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/virterror.h>
#include <string.h>

#include "hvr_error.h"
#include "rpc_error.h"

typedef struct {
    HvrErrorCode code;
    int virt_code;
    const char *message; /* of "x" */
    const char *format;
} Case;

/* Numbers and beginnings as libvirt 9.0's virerror.c has them; one row per code. */
/* clang-format off */
static const Case cases[] = {
    [HVR_ERROR_INTERNAL]    = { HVR_ERROR_INTERNAL,    1,   "internal error: x",                    "internal error: %s" },
    [HVR_ERROR_UNSUPPORTED] = { HVR_ERROR_UNSUPPORTED, 84,  "Operation not supported: x",           "Operation not supported: %s" },
    [HVR_ERROR_NO_SUPPORT]  = { HVR_ERROR_NO_SUPPORT,  3,   "this function is not supported by the connection driver: x",
                                                            "this function is not supported by the connection driver: %s" },
    [HVR_ERROR_INVALID]     = { HVR_ERROR_INVALID,     8,   "invalid argument: x",                  "invalid argument: %s" },
    [HVR_ERROR_XML]         = { HVR_ERROR_XML,         27,  "XML error: x",                         "XML error: %s" },
    [HVR_ERROR_UNFIT]       = { HVR_ERROR_UNFIT,       67,  "unsupported configuration: x",         "unsupported configuration: %s" },
    [HVR_ERROR_UNHONOURED]  = { HVR_ERROR_UNHONOURED,  74,  "argument unsupported: x",              "argument unsupported: %s" },
    [HVR_ERROR_CONFIG]      = { HVR_ERROR_CONFIG,      67,  "unsupported configuration: x",         "unsupported configuration: %s" },
    [HVR_ERROR_NO_HOST]     = { HVR_ERROR_NO_HOST,     5,   "x",                                    "%s" },
    [HVR_ERROR_NO_DOMAIN]   = { HVR_ERROR_NO_DOMAIN,   42,  "Domain not found: x",                  "Domain not found: %s" },
    [HVR_ERROR_NO_POINT]    = { HVR_ERROR_NO_POINT,    72,  "Domain snapshot not found: x",         "Domain snapshot not found: %s" },
    [HVR_ERROR_NO_METADATA] = { HVR_ERROR_NO_METADATA, 80,  "metadata not found: x",                "metadata not found: %s" },
    [HVR_ERROR_AMBIGUOUS]   = { HVR_ERROR_AMBIGUOUS,   110, "multiple matching domains found: x",   "multiple matching domains found: %s" },
    [HVR_ERROR_STATE]       = { HVR_ERROR_STATE,       55,  "Requested operation is not valid: x",  "Requested operation is not valid: %s" },
    [HVR_ERROR_RISKY]       = { HVR_ERROR_RISKY,       77,  "revert requires force: x",             "revert requires force: %s" },
    [HVR_ERROR_BUSY]        = { HVR_ERROR_BUSY,        87,  "resource busy: x",                     "resource busy: %s" },
    [HVR_ERROR_DENIED]      = { HVR_ERROR_DENIED,      29,  "operation forbidden: x",               "operation forbidden: %s" },
    [HVR_ERROR_AUTH]        = { HVR_ERROR_AUTH,        45,  "authentication failed: x",             "authentication failed: %s" },
    [HVR_ERROR_TLS]         = { HVR_ERROR_TLS,         45,  "authentication failed: x",             "authentication failed: %s" },
    [HVR_ERROR_UNREACHABLE] = { HVR_ERROR_UNREACHABLE, 5,   "x",                                    "%s" },
    [HVR_ERROR_LOST]        = { HVR_ERROR_LOST,        39,  "x",                                    "%s" },
    [HVR_ERROR_TIMEOUT]     = { HVR_ERROR_TIMEOUT,     68,  "Timed out during operation: x",        "Timed out during operation: %s" },
    [HVR_ERROR_CANCELLED]   = { HVR_ERROR_CANCELLED,   78,  "operation aborted: x",                 "operation aborted: %s" },
    [HVR_ERROR_PROTOCOL]    = { HVR_ERROR_PROTOCOL,    9,   "operation failed: x",                  "operation failed: %s" },
    [HVR_ERROR_JOB_FAILED]  = { HVR_ERROR_JOB_FAILED,  9,   "operation failed: x",                  "operation failed: %s" },
};
/* clang-format on */
G_STATIC_ASSERT(G_N_ELEMENTS(cases) == HVR_N_ERRORS);

static void
test_code(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(GError) error = g_error_new_literal(HVR_ERROR, (int)c->code, "x");
    HvrWireError wire = { 0 };

    hvr_rpc_error_format(error, &wire);
    g_assert_cmpint(wire.code, ==, c->virt_code);
    g_assert_cmpint(wire.origin, ==, 43);
    g_assert_cmpint(wire.level, ==, 2);
    g_assert_cmpstr(*wire.message, ==, c->message);
    g_assert_cmpstr(*wire.str1, ==, c->format);
    g_assert_cmpstr(*wire.str2, ==, "x");
    g_assert_null(wire.str3);
    g_assert_null(wire.domain);
    g_assert_null(wire.network);
    g_assert_cmpint(wire.int1, ==, -1);
    g_assert_cmpint(wire.int2, ==, -1);
    xdr_free((xdrproc_t)xdr_HvrWireError, &wire);
}

static void
test_not_doubled(void)
{
    g_autoptr(GError)
        error = g_error_new_literal(HVR_ERROR, HVR_ERROR_NO_DOMAIN, "Domain not found: web01");
    HvrWireError wire = { 0 };

    hvr_rpc_error_format(error, &wire);
    g_assert_cmpstr(*wire.message, ==, "Domain not found: web01");
    g_assert_cmpstr(*wire.str2, ==, "web01");
    xdr_free((xdrproc_t)xdr_HvrWireError, &wire);
}

typedef struct {
    const char *name;
    HvrErrorDetail detail;
    int int1;
    int int2;
} DetailCase;

/* clang-format off */
static const DetailCase details[] = {
    { "wmi",            { .host = "hv01", .wmi_value = 32775 },                      32775, -1 },
    { "http",           { .host = "hv01", .http_status = 401 },                      -1,    401 },
    { "fault",          { .host = "hv01", .http_status = 500, .fault_code = 2150858793u }, -1, -2144108503 },
    { "nothing-known",  { .host = "hv01" },                                          -1,    -1 },
};
/* clang-format on */

static void
test_detail(gconstpointer data)
{
    const DetailCase *c = data;
    g_autoptr(GError) error = g_error_new_literal(HVR_ERROR, HVR_ERROR_STATE, "x");
    HvrWireError wire = { 0 };

    hvr_error_set_detail(error, &c->detail);
    hvr_rpc_error_format(error, &wire);
    g_assert_cmpstr(*wire.str3, ==, "hv01");
    g_assert_cmpint(wire.int1, ==, c->int1);
    g_assert_cmpint(wire.int2, ==, c->int2);
    xdr_free((xdrproc_t)xdr_HvrWireError, &wire);
}

/* virsh prints the message alone, so the remedy is a part of it; whole even where
 * what stands before it is cut. */
static void
test_remedy(void)
{
    g_autofree char *text = g_strnfill(100000, 'x');
    g_autoptr(GError) error = g_error_new_literal(HVR_ERROR, HVR_ERROR_STATE, "x");
    g_autoptr(GError) longer = g_error_new_literal(HVR_ERROR, HVR_ERROR_STATE, text);
    HvrErrorDetail detail = { .host = "hv01", .remedy = "do this" };
    HvrWireError wire = { 0 };

    hvr_error_set_detail(error, &detail);
    hvr_rpc_error_format(error, &wire);
    g_assert_cmpstr(*wire.message, ==, "Requested operation is not valid: x; do this");
    g_assert_cmpstr(*wire.str1, ==, "Requested operation is not valid: %s");
    g_assert_cmpstr(*wire.str2, ==, "x; do this");
    xdr_free((xdrproc_t)xdr_HvrWireError, &wire);
    wire = (HvrWireError){ 0 };
    hvr_error_set_detail(longer, &detail);
    hvr_rpc_error_format(longer, &wire);
    g_assert_true(g_str_has_suffix(*wire.message, "x; do this"));
    xdr_free((xdrproc_t)xdr_HvrWireError, &wire);
}

static void
test_protocol(void)
{
    g_autoptr(GError) error = NULL;
    HvrWireError wire = { 0 };

    g_assert_false(hvr_rpc_fail(&error, VIR_ERR_RPC, "unknown procedure: %d", 999));
    hvr_rpc_error_format(error, &wire);
    g_assert_cmpint(wire.code, ==, 39);
    g_assert_cmpint(wire.origin, ==, 7);
    g_assert_cmpstr(*wire.message, ==, "unknown procedure: 999");
    xdr_free((xdrproc_t)xdr_HvrWireError, &wire);
}

/* An error of another library is a bug of ours, but still an answer. */
static void
test_foreign(void)
{
    g_autoptr(GError) error = g_error_new_literal(G_FILE_ERROR, G_FILE_ERROR_NOENT, "x");
    HvrWireError wire = { 0 };

    hvr_rpc_error_format(error, &wire);
    g_assert_cmpint(wire.code, ==, 1);
    g_assert_cmpstr(*wire.message, ==, "internal error: x");
    xdr_free((xdrproc_t)xdr_HvrWireError, &wire);
}

/* What a client sent may come back in a message: cut, and always UTF-8. */
static void
test_hostile_text(void)
{
    g_autofree char *text = g_strnfill(5 * 1024 * 1024, '\xff');
    g_autoptr(GError) error = g_error_new_literal(HVR_ERROR, HVR_ERROR_NO_DOMAIN, text);
    HvrWireError wire = { 0 };

    hvr_rpc_error_format(error, &wire);
    g_assert_true(g_utf8_validate(*wire.message, -1, NULL));
    g_assert_cmpuint(strlen(*wire.message), <, 16384);
    g_assert_true(g_utf8_validate(*wire.str2, -1, NULL));
    xdr_free((xdrproc_t)xdr_HvrWireError, &wire);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = g_error_new_literal(HVR_ERROR, (int)cases[i].code, "x");
        g_autofree char *path = g_strconcat("/rpc/error/code/", hvr_error_get_name(error), NULL);

        g_test_add_data_func(path, &cases[i], test_code);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(details); i++) {
        g_autofree char *path = g_strconcat("/rpc/error/detail/", details[i].name, NULL);

        g_test_add_data_func(path, &details[i], test_detail);
    }
    g_test_add_func("/rpc/error/not-doubled", test_not_doubled);
    g_test_add_func("/rpc/error/protocol", test_protocol);
    g_test_add_func("/rpc/error/remedy", test_remedy);
    g_test_add_func("/rpc/error/foreign", test_foreign);
    g_test_add_func("/rpc/error/hostile-text", test_hostile_text);

    return g_test_run();
}
