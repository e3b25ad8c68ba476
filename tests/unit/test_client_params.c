/* test_client_params.c: typed parameters as JSON, and JSON as typed parameters
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "client_params.h"

#include <string.h>

#include "client_channel.h"
#include "fake_channel.h"

/* A flattened answer, a parameter a line: NAME TYPE VALUE. */
typedef struct {
    const char *name;
    const char *json;
    const char *word;
    const char *expect;
} Decoding;

#define L60 "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff"

/* clang-format off */
static const Decoding decodings[] = {
    { "empty",           "{}",                                       NULL,    "" },
    { "null",            "null",                                     NULL,    "" },
    { "members",         "{\"a\": {\"b\": \"c\"}}",                  NULL,    "a.b s c\n" },
    { "numbers",         "{\"n\": 7, \"m\": -7, \"r\": 0.5}",        NULL,    "n ul 7\nm l -7\nr d 0.5\n" },
    { "greatest",        "{\"n\": 9223372036854775807}",             NULL,    "n ul 9223372036854775807\n" },
    { "truth",           "{\"t\": true, \"f\": false}",              NULL,    "t b 1\nf b 0\n" },
    { "null-left-out",   "{\"a\": null, \"b\": 1}",                  NULL,    "b ul 1\n" },
    { "list",            "{\"d\": [\"x\", \"y\"]}",                  NULL,    "d.count ul 2\nd.0 s x\nd.1 s y\n" },
    { "empty-list",      "{\"d\": []}",                              NULL,    "d.count ul 0\n" },
    { "list-of-objects", "{\"d\": [{\"e\": 1}, {}]}",                NULL,    "d.count ul 2\nd.0.e ul 1\n" },
    { "whole-list",      "[{\"e\": 1}]",                             "point", "point.count ul 1\npoint.0.e ul 1\n" },
    { "nameless-list",   "[1]",                                      NULL,    "answer.count ul 1\nanswer.0 ul 1\n" },
    { "string",          "\"<xml/>\"",                               NULL,    "answer s <xml/>\n" },
    { "longest",         "{\"" L60 "1234567890123456789\": 1}",      NULL,    L60 "1234567890123456789 ul 1\n" },
    { "member-too-long", "{\"a\": {\"b\": 1, \"" L60 "12345678901234567890\": 2}}", NULL, "a s {\"b\":1,\"" L60 "12345678901234567890\":2}\n" },
    { "list-too-long",   "{\"" L60 "1234567890123456789\": [5]}",    NULL,    L60 "1234567890123456789 s [5]\n" },
    { "whole-too-long",  "{\"" L60 "12345678901234567890\": 1}",     NULL,    "answer s {\"" L60 "12345678901234567890\":1}\n" },
};
/* clang-format on */

static void
append_param(GString *text, const virTypedParameter *param)
{
    char number[G_ASCII_DTOSTR_BUF_SIZE];

    g_string_append(text, param->field);
    if (param->type == VIR_TYPED_PARAM_STRING)
        g_string_append_printf(text, " s %s\n", param->value.s);
    else if (param->type == VIR_TYPED_PARAM_BOOLEAN)
        g_string_append_printf(text, " b %d\n", param->value.b);
    else if (param->type == VIR_TYPED_PARAM_ULLONG)
        g_string_append_printf(text, " ul %llu\n", param->value.ul);
    else if (param->type == VIR_TYPED_PARAM_LLONG)
        g_string_append_printf(text, " l %lld\n", param->value.l);
    else
        g_string_append_printf(text, " d %s\n",
                               g_ascii_dtostr(number, sizeof(number), param->value.d));
}

static void
test_decode(gconstpointer data)
{
    const Decoding *c = data;
    g_autoptr(JsonNode) node = hvr_client_channel_parse(c->json);
    g_autoptr(GString) text = g_string_new(NULL);
    virTypedParameterPtr params = NULL;
    int n_params = -1;

    g_assert_nonnull(node);
    g_assert_cmpint(hvr_client_params_decode(node, c->word, &params, &n_params), ==, 0);
    for (int i = 0; i < n_params; i++)
        append_param(text, &params[i]);
    g_assert_cmpstr(text->str, ==, c->expect);
    virTypedParamsFree(params, n_params);
}

typedef struct {
    const char *name;
    virTypedParameter params[3];
    int n_params;
    const char *expect; /* JSON, or how the error begins */
} Encoding;

/* clang-format off */
static const Encoding encodings[] = {
    { "none",          { { "" } }, 0, "{}" },
    { "integers",      { { "port", VIR_TYPED_PARAM_INT, { .i = 80 } }, { "frequency", VIR_TYPED_PARAM_UINT, { .ui = 4294967295 } },
                         { "timeout", VIR_TYPED_PARAM_LLONG, { .l = -1 } } }, 3,
                       "{\"port\":80,\"frequency\":4294967295,\"timeout\":-1}" },
    { "greatest",      { { "port", VIR_TYPED_PARAM_ULLONG, { .ul = G_MAXINT64 } } }, 1, "{\"port\":9223372036854775807}" },
    { "too-great",     { { "port", VIR_TYPED_PARAM_ULLONG, { .ul = G_MAXUINT64 } } }, 1, "invalid argument: argument 'port' has no valid value" },
    { "truth",         { { "force", VIR_TYPED_PARAM_BOOLEAN, { .b = 2 } }, { "dhcp", VIR_TYPED_PARAM_BOOLEAN, { .b = 0 } } }, 2,
                       "{\"force\":true,\"dhcp\":false}" },
    { "real",          { { "x", VIR_TYPED_PARAM_DOUBLE, { .d = 0.5 } } }, 1, "{\"x\":0.5}" },
    { "string",        { { "reason", VIR_TYPED_PARAM_STRING, { .s = (char *)"a \"b\"\n" } } }, 1, "{\"reason\":\"a \\\"b\\\"\\n\"}" },
    { "list-of-one",   { { "included-disks", VIR_TYPED_PARAM_STRING, { .s = (char *)"x" } } }, 1, "{\"included-disks\":[\"x\"]}" },
    { "list",          { { "addresses", VIR_TYPED_PARAM_STRING, { .s = (char *)"x" } }, { "dhcp", VIR_TYPED_PARAM_BOOLEAN, { .b = 1 } },
                         { "addresses", VIR_TYPED_PARAM_STRING, { .s = (char *)"y" } } }, 3, "{\"addresses\":[\"x\",\"y\"],\"dhcp\":true}" },
    { "twice",         { { "reason", VIR_TYPED_PARAM_STRING, { .s = (char *)"x" } }, { "reason", VIR_TYPED_PARAM_STRING, { .s = (char *)"y" } } }, 2,
                       "{\"reason\":[\"x\",\"y\"]}" },
    { "null-string",   { { "reason", VIR_TYPED_PARAM_STRING, { .s = NULL } } }, 1, "invalid argument: argument 'reason' has no valid value" },
    { "not-utf8",      { { "reason", VIR_TYPED_PARAM_STRING, { .s = (char *)"\xff" } } }, 1, "invalid argument: argument 'reason' has no valid value" },
    { "unknown-type",  { { "reason", 99, { .i = 0 } } }, 1, "invalid argument: argument 'reason' has no valid value" },
    { "nameless",      { { "", VIR_TYPED_PARAM_INT, { .i = 1 } } }, 1, "invalid argument: an argument has no valid name" },
    { "name-not-utf8", { { "\xff", VIR_TYPED_PARAM_INT, { .i = 1 } } }, 1, "invalid argument: an argument has no valid name" },
    { "wait",          { { "wait", VIR_TYPED_PARAM_BOOLEAN, { .b = 0 } } }, 1, "invalid argument: argument 'wait' is given by flags" },
    { "dry-run",       { { "dry-run", VIR_TYPED_PARAM_BOOLEAN, { .b = 1 } } }, 1, "invalid argument: argument 'dry-run' is given by flags" },
    { "negative",      { { "" } }, -1, "invalid argument: -1 arguments are none" },
};
/* clang-format on */

static void
test_encode(gconstpointer data)
{
    const Encoding *c = data;
    g_autoptr(JsonObject) object = NULL;
    g_autoptr(JsonNode) node = json_node_new(JSON_NODE_OBJECT);
    g_autofree char *text = NULL;

    object = hvr_client_params_encode((virTypedParameterPtr)c->params, c->n_params);
    if (object == NULL) {
        fake_channel_assert_error(VIR_ERR_INVALID_ARG, c->expect);
        return;
    }
    json_node_set_object(node, object);
    text = json_to_string(node, FALSE);
    g_assert_cmpstr(text, ==, c->expect);
}

/* A field that its caller filled to the last octet. */
static void
test_encode_unended(void)
{
    virTypedParameter param = { .type = VIR_TYPED_PARAM_INT, .value.i = 1 };
    g_autoptr(JsonObject) object = NULL;
    g_autofree char *name = g_strnfill(VIR_TYPED_PARAM_FIELD_LENGTH, 'a');

    memset(param.field, 'a', sizeof(param.field));
    object = hvr_client_params_encode(&param, 1);
    g_assert_true(json_object_has_member(object, name));
}

static void
test_encode_missing(void)
{
    g_assert_null(hvr_client_params_encode(NULL, 1));
    fake_channel_assert_error(VIR_ERR_INVALID_ARG, "invalid argument: 1 arguments are none");
}

int
main(int argc, char *argv[])
{
    virDomainPtr domain;
    virConnectPtr conn = fake_channel_open(&domain);
    int status;

    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(decodings); i++) {
        g_autofree char *path = g_strconcat("/client/params/decode/", decodings[i].name, NULL);

        g_test_add_data_func(path, &decodings[i], test_decode);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(encodings); i++) {
        g_autofree char *path = g_strconcat("/client/params/encode/", encodings[i].name, NULL);

        g_test_add_data_func(path, &encodings[i], test_encode);
    }
    g_test_add_func("/client/params/encode/unended", test_encode_unended);
    g_test_add_func("/client/params/encode/missing", test_encode_missing);
    status = g_test_run();
    fake_channel_close(conn, domain);

    return status;
}
