/* test_hvr_error.c: codes, their rows, and the detail that survives
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "hvr_error.h"

#include <gio/gio.h>
#include <libvirt/virterror.h>
#include <string.h>

typedef struct {
    HvrErrorCode code;
    const char *name;
    int virt_code;
} Case;

/* Every row again, by hand: what libvirt's clients have to see. */
/* clang-format off */
static const Case cases[] = {
    { HVR_ERROR_INTERNAL,    "internal",     1 }, /* VIR_ERR_INTERNAL_ERROR */
    { HVR_ERROR_UNSUPPORTED, "unsupported", 84 }, /* VIR_ERR_OPERATION_UNSUPPORTED */
    { HVR_ERROR_NO_SUPPORT,  "no-support",   3 }, /* VIR_ERR_NO_SUPPORT */
    { HVR_ERROR_INVALID,     "invalid",      8 }, /* VIR_ERR_INVALID_ARG */
    { HVR_ERROR_XML,         "xml",         27 }, /* VIR_ERR_XML_ERROR */
    { HVR_ERROR_UNFIT,       "unfit",       67 }, /* VIR_ERR_CONFIG_UNSUPPORTED */
    { HVR_ERROR_UNHONOURED,  "unhonoured",  74 }, /* VIR_ERR_ARGUMENT_UNSUPPORTED */
    { HVR_ERROR_CONFIG,      "config",      67 }, /* VIR_ERR_CONFIG_UNSUPPORTED */
    { HVR_ERROR_NO_HOST,     "no-host",      5 }, /* VIR_ERR_NO_CONNECT */
    { HVR_ERROR_NO_DOMAIN,   "no-domain",   42 }, /* VIR_ERR_NO_DOMAIN */
    { HVR_ERROR_NO_POINT,    "no-point",    72 }, /* VIR_ERR_NO_DOMAIN_SNAPSHOT */
    { HVR_ERROR_NO_METADATA, "no-metadata", 80 }, /* VIR_ERR_NO_DOMAIN_METADATA */
    { HVR_ERROR_AMBIGUOUS,   "ambiguous",  110 }, /* VIR_ERR_MULTIPLE_DOMAINS */
    { HVR_ERROR_STATE,       "state",       55 }, /* VIR_ERR_OPERATION_INVALID */
    { HVR_ERROR_RISKY,       "risky",       77 }, /* VIR_ERR_SNAPSHOT_REVERT_RISKY */
    { HVR_ERROR_BUSY,        "busy",        87 }, /* VIR_ERR_RESOURCE_BUSY */
    { HVR_ERROR_DENIED,      "denied",      29 }, /* VIR_ERR_OPERATION_DENIED */
    { HVR_ERROR_AUTH,        "auth",        45 }, /* VIR_ERR_AUTH_FAILED */
    { HVR_ERROR_TLS,         "tls",         45 }, /* VIR_ERR_AUTH_FAILED */
    { HVR_ERROR_UNREACHABLE, "unreachable",  5 }, /* VIR_ERR_NO_CONNECT */
    { HVR_ERROR_LOST,        "lost",        39 }, /* VIR_ERR_RPC */
    { HVR_ERROR_TIMEOUT,     "timeout",     68 }, /* VIR_ERR_OPERATION_TIMEOUT */
    { HVR_ERROR_CANCELLED,   "cancelled",   78 }, /* VIR_ERR_OPERATION_ABORTED */
    { HVR_ERROR_PROTOCOL,    "protocol",     9 }, /* VIR_ERR_OPERATION_FAILED */
    { HVR_ERROR_JOB_FAILED,  "job-failed",   9 }, /* VIR_ERR_OPERATION_FAILED */
};
/* clang-format on */
G_STATIC_ASSERT(G_N_ELEMENTS(cases) == HVR_N_ERRORS);

static void
test_row(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(GError) error = NULL;

    g_assert_false(hvr_fail(&error, c->code, "vm '%s' is lost", "web01"));
    g_assert_error(error, HVR_ERROR, (int)c->code);
    g_assert_true(hvr_error_is_code(error, c->code));
    g_assert_cmpstr(error->message, ==, "vm 'web01' is lost");
    g_assert_cmpstr(hvr_error_get_name(error), ==, c->name);
    g_assert_cmpint(hvr_error_get_virt_code(error), ==, c->virt_code);
    g_assert_cmpuint(strlen(hvr_error_get_remedy(c->code)), >, 10);
    g_assert_false(g_str_has_suffix(hvr_error_get_remedy(c->code), "."));
}

static void
test_foreign(void)
{
    g_autoptr(GError) cancelled = g_error_new(G_IO_ERROR, G_IO_ERROR_CANCELLED, "stop");
    g_autoptr(GError) other = g_error_new(G_IO_ERROR, G_IO_ERROR_FAILED, "no");

    g_assert_cmpint(hvr_error_get_virt_code(cancelled), ==, VIR_ERR_OPERATION_ABORTED);
    g_assert_cmpint(hvr_error_get_virt_code(other), ==, VIR_ERR_INTERNAL_ERROR);
    g_assert_null(hvr_error_get_detail(other));
    g_assert_false(hvr_error_is_code(other, HVR_ERROR_INTERNAL));

    /* Nowhere to put it is no crash. */
    g_assert_null(hvr_fail_null(NULL, HVR_ERROR_STATE, "nobody listens"));
    hvr_error_set_detail(NULL, &(HvrErrorDetail){ .host = "hv01" });
    hvr_error_set_detail(other, &(HvrErrorDetail){ .host = "hv01" });
    g_assert_null(hvr_error_get_detail(other));
}

static void
test_detail(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GError) copy = NULL;
    const HvrErrorDetail *detail;

    hvr_fail(&error, HVR_ERROR_STATE, "refused");
    hvr_error_set_detail(error,
                         &(HvrErrorDetail){ .operation = "CommitFailover", .wmi_value = 32775 });
    hvr_error_set_detail(error, &(HvrErrorDetail){ .host = "hv01", .fault_subcode = "TimedOut" });
    hvr_error_set_detail(error, &(HvrErrorDetail){ .host = "hv02", .http_status = 500 });
    g_prefix_error(&error, "failing over: ");
    copy = g_error_copy(error);
    g_clear_error(&error);

    detail = hvr_error_get_detail(copy);
    g_assert_cmpstr(detail->host, ==, "hv02");
    g_assert_cmpstr(detail->operation, ==, "CommitFailover");
    g_assert_cmpstr(detail->fault_subcode, ==, "TimedOut");
    g_assert_cmpuint(detail->wmi_value, ==, 32775);
    g_assert_cmpuint(detail->http_status, ==, 500);
    g_assert_cmpuint(detail->fault_code, ==, 0);
    g_assert_cmpstr(copy->message, ==, "failing over: refused");
}

/* Where a host is to blame the reader is told what to do, by the better of two texts. */
/* Whatever a host wrote, it is one line of bounded length and valid UTF-8. */
static void
test_line(void)
{
    g_autofree char *names = g_strnfill(3000, 'n');
    g_autofree char *umlauts = g_strdup_printf("%1999s\xc3\xa4%s", "", names);
    g_autoptr(GError) broken = NULL;
    g_autoptr(GError) invalid = NULL;
    g_autoptr(GError) endless = NULL;

    hvr_fail(&broken, HVR_ERROR_PROTOCOL, "the value '%s'", "a\r\nb\tc");
    hvr_fail_null(&invalid, HVR_ERROR_PROTOCOL, "the value '%s'", "a\xff");
    hvr_fail(&endless, HVR_ERROR_PROTOCOL, "%s", umlauts);

    g_assert_cmpstr(broken->message, ==, "the value 'a  b c'");
    g_assert_cmpstr(invalid->message, ==, "the value 'a\xef\xbf\xbd'");
    g_assert_cmpuint(strlen(endless->message), ==, 1999);
    g_assert_true(g_utf8_validate(endless->message, -1, NULL));
}

static void
test_remedy(void)
{
    g_autoptr(GError) own = g_error_new(HVR_ERROR, HVR_ERROR_BUSY, "we say what to do");
    g_autoptr(GError) foreign = g_error_new(G_IO_ERROR, G_IO_ERROR_FAILED, "no");
    g_autoptr(GError) copy = NULL;

    g_assert_null(hvr_error_find_remedy(own));
    g_assert_null(hvr_error_find_remedy(foreign));
    hvr_error_set_detail(own, &(HvrErrorDetail){ .operation = "Get" });
    g_assert_null(hvr_error_find_remedy(own));
    hvr_error_set_detail(own, &(HvrErrorDetail){ .host = "hv01" });
    g_assert_cmpstr(hvr_error_find_remedy(own), ==, "try again once what runs there has ended");
    hvr_error_set_detail(own, &(HvrErrorDetail){ .remedy = "do this" });
    hvr_error_set_detail(own, &(HvrErrorDetail){ .wmi_value = 32774 });
    copy = g_error_copy(own);
    g_clear_error(&own);
    g_assert_cmpstr(hvr_error_find_remedy(copy), ==, "do this");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/hvr/error/row/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_row);
    }
    g_test_add_func("/hvr/error/foreign", test_foreign);
    g_test_add_func("/hvr/error/detail", test_detail);
    g_test_add_func("/hvr/error/line", test_line);
    g_test_add_func("/hvr/error/remedy", test_remedy);

    return g_test_run();
}
