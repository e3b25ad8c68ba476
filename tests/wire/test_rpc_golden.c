/* test_rpc_golden.c: libvirt's bytes, as recorded from stock clients and daemons
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <string.h>

#include "hvr_error.h"
#include "rpc_error.h"
#include "rpc_frame.h"
#include "rpc_value.h"
#include "rpc_wire.h"

#define WEB01_UUID "\x11\x11\x11\x11\x11\x11\x41\x11\x81\x11\x11\x11\x11\x11\x11\x11"

static const guint8 job_stats[] = {
    0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x04, 0x00, 0x00, 0x00, 0x09, 0x6f, 0x70, 0x65,
    0x72, 0x61, 0x74, 0x69, 0x6f, 0x6e, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00,
    0x00, 0x05, 0x00, 0x00, 0x00, 0x0a, 0x64, 0x61, 0x74, 0x61, 0x5f, 0x74, 0x6f, 0x74, 0x61,
    0x6c, 0x00, 0x00, 0x00, 0x00, 0x00, 0x04, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x0a,
    0x00, 0x00, 0x00, 0x07, 0x73, 0x75, 0x63, 0x63, 0x65, 0x73, 0x73, 0x00, 0x00, 0x00, 0x00,
    0x06, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x06, 0x65, 0x72, 0x72, 0x6d, 0x73, 0x67,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x07, 0x00, 0x00, 0x00, 0x02, 0x6e, 0x6f, 0x00, 0x00,
};

static const guint8 open_call[] = {
    0x00, 0x00, 0x00, 0x38, 0x20, 0x00, 0x80, 0x86, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00,
    0x00, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x0e, 0x68, 0x79, 0x70, 0x65, 0x72, 0x76,
    0x3a, 0x2f, 0x2f, 0x2f, 0x68, 0x76, 0x30, 0x31, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
};

static const guint8 lifecycle[] = {
    0x00, 0x00, 0x00, 0x48, 0x20, 0x00, 0x80, 0x86, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x01,
    0x3e, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x01, 0x00, 0x00, 0x00, 0x05, 0x77, 0x65, 0x62, 0x30, 0x31, 0x00, 0x00, 0x00, 0x11,
    0x11, 0x11, 0x11, 0x11, 0x11, 0x41, 0x11, 0x81, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11,
    0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x00,
};

static const guint8 no_domain[] = {
    0x00, 0x00, 0x00, 0x84, 0x20, 0x00, 0x80, 0x86, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00,
    0x17, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x06, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00,
    0x00, 0x2a, 0x00, 0x00, 0x00, 0x2b, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x15, 0x44,
    0x6f, 0x6d, 0x61, 0x69, 0x6e, 0x20, 0x6e, 0x6f, 0x74, 0x20, 0x66, 0x6f, 0x75, 0x6e, 0x64,
    0x3a, 0x20, 0x76, 0x6d, 0x39, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x14, 0x44, 0x6f, 0x6d, 0x61, 0x69, 0x6e,
    0x20, 0x6e, 0x6f, 0x74, 0x20, 0x66, 0x6f, 0x75, 0x6e, 0x64, 0x3a, 0x20, 0x25, 0x73, 0x00,
    0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x03, 0x76, 0x6d, 0x39, 0x00, 0x00, 0x00, 0x00, 0x00,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00,
};

static void
test_job_stats(void)
{
    HvrWireParam params[] = {
        { (char *)"operation", { .type = 1, .HvrWireValue_u.i = 5 } },
        { (char *)"data_total", { .type = 4, .HvrWireValue_u.ul = 10 } },
        { (char *)"success", { .type = 6, .HvrWireValue_u.b = 1 } },
        { (char *)"errmsg", { .type = 7, .HvrWireValue_u.s = (char *)"no" } },
    };
    const HvrWireJobStats stats = { 1, { G_N_ELEMENTS(params), params } };
    const HvrRpcHeader header = { .program = HVR_RPC_PROGRAM_REMOTE };
    g_autoptr(GByteArray)
        frame = hvr_rpc_frame_encode(&header, (xdrproc_t)xdr_HvrWireJobStats, &stats);
    HvrWireJobStats seen = { 0 };

    g_assert_cmpmem(frame->data + 28, frame->len - 28, job_stats, sizeof(job_stats));

    g_assert_true(
        hvr_rpc_frame_decode(job_stats, sizeof(job_stats), (xdrproc_t)xdr_HvrWireJobStats, &seen));
    g_assert_cmpint(seen.type, ==, 1);
    g_assert_cmpuint(seen.params.params_len, ==, 4);
    g_assert_cmpstr(seen.params.params_val[3].value.HvrWireValue_u.s, ==, "no");
    xdr_free((xdrproc_t)xdr_HvrWireJobStats, &seen);
}

static void
test_open(void)
{
    HvrRpcHeader header;
    HvrWireOpen open = { 0 };
    guint32 length;

    g_assert_true(hvr_rpc_frame_get_length(open_call, &length));
    g_assert_cmpuint(length, ==, sizeof(open_call));
    hvr_rpc_frame_get_header(open_call, &header);
    g_assert_cmphex(header.program, ==, 0x20008086);
    g_assert_cmpint(header.procedure, ==, 1);
    g_assert_cmpint(header.type, ==, HVR_RPC_CALL);
    g_assert_cmpuint(header.serial, ==, 2);
    g_assert_true(hvr_rpc_frame_decode(open_call + 28, sizeof(open_call) - 28,
                                       (xdrproc_t)xdr_HvrWireOpen, &open));
    g_assert_cmpstr(*open.name, ==, "hyperv:///hv01");
    g_assert_cmpuint(open.flags, ==, 0);
    xdr_free((xdrproc_t)xdr_HvrWireOpen, &open);
}

static void
test_lifecycle(void)
{
    const HvrRpcHeader header = {
        .program = HVR_RPC_PROGRAM_REMOTE,
        .version = 1,
        .procedure = 318,
        .type = HVR_RPC_MESSAGE,
    };
    HvrWireLifecycle event = { .domain = { .name = (char *)"web01", .id = 1 }, .event = 2 };
    g_autoptr(GByteArray) frame = NULL;

    memcpy(event.domain.uuid, WEB01_UUID, 16);
    frame = hvr_rpc_frame_encode(&header, (xdrproc_t)xdr_HvrWireLifecycle, &event);
    hvr_rpc_frame_set_callback(frame, 1);
    g_assert_cmpmem(frame->data, frame->len, lifecycle, sizeof(lifecycle));
}

static void
test_no_domain(void)
{
    const HvrRpcHeader header = {
        .program = HVR_RPC_PROGRAM_REMOTE,
        .version = 1,
        .procedure = 23,
        .type = HVR_RPC_REPLY,
        .serial = 6,
        .status = HVR_RPC_ERROR_STATUS,
    };
    g_autoptr(GError) error = g_error_new_literal(HVR_ERROR, HVR_ERROR_NO_DOMAIN, "vm9");
    g_autoptr(GByteArray) frame = NULL;
    HvrWireError wire = { 0 };

    hvr_rpc_error_format(error, &wire);
    frame = hvr_rpc_frame_encode(&header, (xdrproc_t)xdr_HvrWireError, &wire);
    xdr_free((xdrproc_t)xdr_HvrWireError, &wire);
    g_assert_cmpmem(frame->data, frame->len, no_domain, sizeof(no_domain));
}

/* The oddest of all shapes: each char has a word of its own. */
static void
test_node(void)
{
    const HvrRpcHeader header = { .program = HVR_RPC_PROGRAM_REMOTE };
    const HvrWireNode node = { .model = "AB", .memory = 0x0102030405060708, .cpus = 4 };
    g_autoptr(GByteArray) frame = hvr_rpc_frame_encode(&header, (xdrproc_t)xdr_HvrWireNode, &node);
    const guint8 *payload = frame->data + 28;

    g_assert_cmpuint(frame->len - 28, ==, 128 + 8 + 6 * 4);
    g_assert_cmpmem(payload, 12, "\0\0\0A\0\0\0B\0\0\0\0", 12);
    g_assert_cmpmem(payload + 128, 12, "\x01\x02\x03\x04\x05\x06\x07\x08\0\0\0\x04", 12);
}

static void
test_domain_facts(void)
{
    const HvrRpcHeader header = { .program = HVR_RPC_PROGRAM_REMOTE };
    const HvrWireDomainFacts facts = { 1, 2, 3, 4, 5 };
    g_autoptr(GByteArray)
        frame = hvr_rpc_frame_encode(&header, (xdrproc_t)xdr_HvrWireDomainFacts, &facts);

    g_assert_cmpmem(frame->data + 28, frame->len - 28,
                    "\0\0\0\x01\0\0\0\0\0\0\0\x02\0\0\0\0\0\0\0\x03\0\0\0\x04\0\0\0\0\0\0\0\x05",
                    32);
}

static void
test_monitor_event(void)
{
    const HvrRpcHeader header = { .program = HVR_RPC_PROGRAM_QEMU };
    char *details = (char *)"{}";
    HvrWireMonitorEvent event = {
        .callback = 3,
        .domain = { .name = (char *)"web01", .id = -1 },
        .event = (char *)"X",
        .seconds = 0x0102,
        .micros = 9,
        .details = &details,
    };
    g_autoptr(GByteArray) frame = NULL;

    memcpy(event.domain.uuid, WEB01_UUID, 16);
    frame = hvr_rpc_frame_encode(&header, (xdrproc_t)xdr_HvrWireMonitorEvent, &event);
    g_assert_cmpmem(frame->data + 28, frame->len - 28,
                    "\0\0\0\x03\0\0\0\x05web01\0\0\0" WEB01_UUID "\xff\xff\xff\xff"
                    "\0\0\0\x01X\0\0\0\0\0\0\0\0\0\x01\x02\0\0\0\x09\0\0\0\x01\0\0\0\x02{}\0\0",
                    4 + 12 + 16 + 4 + 8 + 8 + 4 + 12);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/rpc/golden/job-stats", test_job_stats);
    g_test_add_func("/rpc/golden/open", test_open);
    g_test_add_func("/rpc/golden/lifecycle", test_lifecycle);
    g_test_add_func("/rpc/golden/no-domain", test_no_domain);
    g_test_add_func("/rpc/golden/node", test_node);
    g_test_add_func("/rpc/golden/domain-facts", test_domain_facts);
    g_test_add_func("/rpc/golden/monitor-event", test_monitor_event);

    return g_test_run();
}
