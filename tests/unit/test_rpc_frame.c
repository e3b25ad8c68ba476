/* test_rpc_frame.c: libvirt's messages as bytes
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <string.h>

#include "rpc_frame.h"
#include "rpc_wire.h"

typedef struct {
    const char *name;
    guint8 bytes[4];
    gboolean ok;
} LengthCase;

/* clang-format off */
static const LengthCase lengths[] = {
    { "zero",            { 0x00, 0x00, 0x00, 0x00 }, FALSE },
    { "length-only",     { 0x00, 0x00, 0x00, 0x04 }, FALSE },
    { "one-too-short",   { 0x00, 0x00, 0x00, 0x1b }, FALSE },
    { "header-only",     { 0x00, 0x00, 0x00, 0x1c }, TRUE },
    { "largest",         { 0x02, 0x00, 0x00, 0x04 }, TRUE },
    { "one-too-long",    { 0x02, 0x00, 0x00, 0x05 }, FALSE },
    { "negative",        { 0xff, 0xff, 0xff, 0xff }, FALSE },
};
/* clang-format on */

static void
test_length(gconstpointer data)
{
    const LengthCase *c = data;
    guint32 length = 0;

    g_assert_cmpint(hvr_rpc_frame_get_length(c->bytes, &length), ==, c->ok);
    g_assert_cmpuint(length == 0, ==, !c->ok);
}

/* A payload and what is wrong with it. */
typedef struct {
    const char *name;
    const char *bytes;
    gsize n_bytes;
    xdrproc_t coder;
} MalformedCase;

#define BYTES(text) text, sizeof(text) - 1

/* clang-format off */
static const MalformedCase malformed[] = {
    { "empty",           BYTES(""),                                     (xdrproc_t)xdr_HvrWireString },
    { "string-too-long", BYTES("\x00\x40\x00\x01" "abcd"),              (xdrproc_t)xdr_HvrWireString },
    { "string-cut-off",  BYTES("\x00\x00\x00\x08" "abcd"),              (xdrproc_t)xdr_HvrWireString },
    { "string-negative", BYTES("\xff\xff\xff\xff" "abcd"),              (xdrproc_t)xdr_HvrWireString },
    { "uuid-cut-off",    BYTES("0123456789abcde"),                      (xdrproc_t)xdr_HvrWireUuid },
    { "list-too-long",   BYTES("\x00\x00\x40\x01\x00\x00\x00\x00"),     (xdrproc_t)xdr_HvrWireNumbers },
    { "list-cut-off",    BYTES("\x00\x00\x40\x00\x00\x00\x00\x00"),     (xdrproc_t)xdr_HvrWireNames },
    { "optional-cut-off", BYTES("\x00\x00\x00\x01\x00\x00"),            (xdrproc_t)xdr_HvrWireOpen },
    { "unknown-type",    BYTES("\x00\x00\x00\x01" "a\0\0\0" "\x00\x00\x00\x08\x00\x00\x00\x00"), (xdrproc_t)xdr_HvrWireParam },
};
/* clang-format on */

static void
test_malformed(gconstpointer data)
{
    const MalformedCase *c = data;
    guint64 value[32] = { 0 };
    /* Exactly as long as it is, so that reading beyond it is noticed. */
    g_autofree guint8 *bytes = g_memdup2(c->bytes, c->n_bytes);

    g_assert_false(hvr_rpc_frame_decode(bytes, c->n_bytes, c->coder, value));
}

/* Any bytes in any shape: no crash, no leak, whatever comes out. */
static void
test_garbage(void)
{
    static const xdrproc_t coders[] = {
        (xdrproc_t)xdr_HvrWireOpen,
        (xdrproc_t)xdr_HvrWireError,
        (xdrproc_t)xdr_HvrWireDomainText,
        (xdrproc_t)xdr_HvrWireSetMetadata,
        (xdrproc_t)xdr_HvrWireSnapshotList,
        (xdrproc_t)xdr_HvrWireRegister,
        (xdrproc_t)xdr_HvrWireMonitorRegister,
        (xdrproc_t)xdr_HvrWireGetStats,
        (xdrproc_t)xdr_HvrWireJobStats,
        (xdrproc_t)xdr_HvrWireStatsList,
        (xdrproc_t)xdr_HvrWireNode,
    };
    g_autoptr(GRand) random = g_rand_new_with_seed(20260501);

    for (guint i = 0; i < 20000; i++) {
        xdrproc_t coder = coders[i % G_N_ELEMENTS(coders)];
        gsize n_bytes = (gsize)g_rand_int_range(random, 0, 96);
        g_autofree guint8 *bytes = g_malloc(n_bytes + 1);
        guint64 value[32] = { 0 };

        /* Small words make plausible counts. */
        for (gsize at = 0; at < n_bytes; at++)
            bytes[at] = at % 4 == 3 ? (guint8)g_rand_int_range(random, 0, 24)
                                    : (g_rand_int_range(random, 0, 40) == 0 ? 0xff : 0);
        if (hvr_rpc_frame_decode(bytes, n_bytes, coder, value))
            xdr_free(coder, value);
    }
}

static void
test_trailing_bytes(void)
{
    static const guint8 bytes[] = { 0, 0, 0, 7, 0xde, 0xad, 0xbe, 0xef };
    int value = 0;

    g_assert_true(hvr_rpc_frame_decode(bytes, sizeof(bytes), (xdrproc_t)xdr_int, &value));
    g_assert_cmpint(value, ==, 7);
}

static void
test_header_there_and_back(void)
{
    const HvrRpcHeader header = {
        .program = 0x20008086,
        .version = 1,
        .procedure = -2,
        .type = 1,
        .serial = 0xfffffffe,
        .status = 1,
    };
    g_autoptr(GByteArray) frame = hvr_rpc_frame_encode(&header, NULL, NULL);
    HvrRpcHeader seen;

    g_assert_cmpuint(frame->len, ==, 28);
    hvr_rpc_frame_get_header(frame->data, &seen);
    g_assert_cmpmem(&seen, sizeof(seen), &header, sizeof(header));
}

/* A string beyond its bound has no encoding; the peer could not read it. */
static void
test_too_long(void)
{
    const HvrRpcHeader header = { .program = HVR_RPC_PROGRAM_REMOTE };
    g_autofree char *text = g_strnfill(4194305, 'x');
    HvrWireString wire = text;
    g_autoptr(GByteArray) frame = NULL;

    g_assert_null(hvr_rpc_frame_encode(&header, (xdrproc_t)xdr_HvrWireString, &wire));

    text[4194304] = '\0';
    frame = hvr_rpc_frame_encode(&header, (xdrproc_t)xdr_HvrWireString, &wire);
    g_assert_cmpuint(frame->len, ==, 28 + 4 + 4194304);
}

/* Nine strings of 4 MiB each are legal one by one, together they are not. */
static void
test_message_too_long(void)
{
    const HvrRpcHeader header = { .program = HVR_RPC_PROGRAM_REMOTE };
    g_autofree char *text = g_strnfill(4194304, 'x');
    HvrWireString names[9];
    HvrWireNames wire = { { G_N_ELEMENTS(names), names } };

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        names[i] = text;
    g_assert_null(hvr_rpc_frame_encode(&header, (xdrproc_t)xdr_HvrWireNames, &wire));
}

static void
test_callback(void)
{
    const HvrRpcHeader header = { .program = HVR_RPC_PROGRAM_REMOTE };
    int zero = 0;
    g_autoptr(GByteArray) frame = hvr_rpc_frame_encode(&header, (xdrproc_t)xdr_int, &zero);

    hvr_rpc_frame_set_callback(frame, 0x01020304);
    g_assert_cmpmem(frame->data + 28, 4, "\x01\x02\x03\x04", 4);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(lengths); i++) {
        g_autofree char *path = g_strconcat("/rpc/frame/length/", lengths[i].name, NULL);

        g_test_add_data_func(path, &lengths[i], test_length);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(malformed); i++) {
        g_autofree char *path = g_strconcat("/rpc/frame/malformed/", malformed[i].name, NULL);

        g_test_add_data_func(path, &malformed[i], test_malformed);
    }
    g_test_add_func("/rpc/frame/garbage", test_garbage);
    g_test_add_func("/rpc/frame/trailing-bytes", test_trailing_bytes);
    g_test_add_func("/rpc/frame/header", test_header_there_and_back);
    g_test_add_func("/rpc/frame/string-too-long", test_too_long);
    g_test_add_func("/rpc/frame/message-too-long", test_message_too_long);
    g_test_add_func("/rpc/frame/callback", test_callback);

    return g_test_run();
}
