/* test_rpc_procedure.c: libvirt's procedures, and which of them are served
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/virterror.h>
#include <string.h>

#include "hvr_error.h"
#include "rpc_error.h"
#include "rpc_frame.h"
#include "rpc_procedure.h"

static const guint32 programs[] = { HVR_RPC_PROGRAM_REMOTE, HVR_RPC_PROGRAM_QEMU };

static void
assert_row(guint32 program, int number, const HvrRpcRow *row)
{
    g_assert_nonnull(row->handler);
    g_assert_true(g_str_has_prefix(row->api, "vir"));
    g_assert_cmpint(row->args.coder != NULL, ==, row->args.size > 0);
    g_assert_cmpint(row->ret.coder != NULL, ==, row->ret.size > 0);
    g_assert_true(row->flags_offset == 0 || row->flags_offset + sizeof(guint) <= row->args.size);
    g_assert_cmpuint(row->secure_flags & ~row->flags, ==, 0);
    /* Answered by name: it must not stand in both tables. */
    g_assert_null(hvr_rpc_unserved_find(program, number));
    g_assert_true(hvr_rpc_procedure_lookup(program, number, NULL) == row);
}

static void
test_rows(void)
{
    guint n_served = 0;

    for (gsize p = 0; p < G_N_ELEMENTS(programs); p++) {
        guint n_rows;
        const HvrRpcRow *rows = hvr_rpc_procedure_list(programs[p], &n_rows);

        for (guint i = 0; i < n_rows; i++) {
            if (rows[i].api == NULL)
                continue;
            assert_row(programs[p], (int)i, &rows[i]);
            n_served++;
        }
    }
    g_assert_cmpuint(n_served, ==, 171);
}

/* What facts say about numbers, read-only rules and how fast an answer must be. */
typedef struct {
    guint32 program;
    int number;
    const char *api;
    HvrRpcMode mode;
    HvrAccess access;
} Fact;

/* clang-format off */
static const Fact facts[] = {
    { 0x20008086, 1,   "virConnectOpen",               HVR_RPC_ASYNC,  HVR_ACCESS_ANYTIME },
    { 0x20008086, 9,   "virDomainCreate",              HVR_RPC_ASYNC,  HVR_ACCESS_MANAGE },
    { 0x20008086, 12,  "virDomainDestroy",             HVR_RPC_ASYNC,  HVR_ACCESS_MANAGE },
    { 0x20008086, 57,  "virDomainGetSchedulerParameters", HVR_RPC_ASYNC, HVR_ACCESS_READ },
    { 0x20008086, 60,  "virConnectSupportsFeature",    HVR_RPC_INLINE, HVR_ACCESS_ANYTIME },
    { 0x20008086, 66,  "virConnectAuthList",           HVR_RPC_INLINE, HVR_ACCESS_ANYBODY },
    { 0x20008086, 70,  "virConnectAuthPolkit",         HVR_RPC_ASYNC,  HVR_ACCESS_ANYBODY },
    { 0x20008086, 163, "virDomainGetJobInfo",          HVR_RPC_INLINE, HVR_ACCESS_READ },
    { 0x20008086, 164, "virDomainAbortJob",            HVR_RPC_ASYNC,  HVR_ACCESS_MANAGE },
    { 0x20008086, 192, "virDomainRevertToSnapshot",    HVR_RPC_ASYNC,  HVR_ACCESS_MANAGE },
    { 0x20008086, 212, "virDomainGetState",            HVR_RPC_INLINE, HVR_ACCESS_READ },
    { 0x20008086, 264, "virDomainSetMetadata",         HVR_RPC_ASYNC,  HVR_ACCESS_CONFIGURE },
    { 0x20008086, 273, "virConnectListAllDomains",     HVR_RPC_INLINE, HVR_ACCESS_READ },
    { 0x20008086, 350, "virDomainDefineXMLFlags",      HVR_RPC_ASYNC,  HVR_ACCESS_CONFIGURE },
    { 0x20008086, 442, "virDomainAbortJobFlags",       HVR_RPC_ASYNC,  HVR_ACCESS_MANAGE },
    { 0x20008087, 1,   "virDomainQemuMonitorCommand",  HVR_RPC_ASYNC,  HVR_ACCESS_READ },
    { 0x20008087, 4,   "virConnectDomainQemuMonitorEventRegister", HVR_RPC_INLINE, HVR_ACCESS_MANAGE },
};
/* clang-format on */

static void
test_facts(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(facts); i++) {
        const HvrRpcRow *row = hvr_rpc_procedure_lookup(facts[i].program, facts[i].number, NULL);

        g_assert_cmpstr(row->api, ==, facts[i].api);
        g_assert_cmpint(row->mode, ==, facts[i].mode);
        g_assert_cmpint(row->access, ==, facts[i].access);
    }
}

typedef struct {
    const char *name;
    guint32 program;
    int number;
    int code; /* an HvrErrorCode, or -1 for VIR_ERR_RPC */
    const char *message;
} MissingCase;

/* clang-format off */
static const MissingCase missing[] = {
    { "node-devices",      0x20008086, 111, HVR_ERROR_NO_SUPPORT, "virNodeNumOfDevices" },
    { "tunnelled",         0x20008086, 304, HVR_ERROR_NO_SUPPORT, "virDomainMigratePrepareTunnel3Params" },
    { "younger",           0x20008086, 449, HVR_ERROR_NO_SUPPORT, "virDomainGetAutostartOnce" },
    { "legacy-events",     0x20008086, 105, HVR_ERROR_NO_SUPPORT, "virConnectDomainEventRegister" },
    { "agent",             0x20008087, 3,   HVR_ERROR_NO_SUPPORT, "virDomainQemuAgentCommand" },
    { "a-message",         0x20008086, 318, -1,                   "unknown procedure: 318" },
    { "beyond",            0x20008086, 999, -1,                   "unknown procedure: 999" },
    { "zero",              0x20008086, 0,   -1,                   "unknown procedure: 0" },
    { "negative",          0x20008086, -5,  -1,                   "unknown procedure: -5" },
    { "qemu-message",      0x20008087, 6,   -1,                   "unknown procedure: 6" },
    { "qemu-beyond",       0x20008087, 8,   -1,                   "unknown procedure: 8" },
};
/* clang-format on */

static void
test_missing(gconstpointer data)
{
    const MissingCase *c = data;
    g_autoptr(GError) error = NULL;

    g_assert_null(hvr_rpc_procedure_lookup(c->program, c->number, &error));
    if (c->code >= 0)
        g_assert_error(error, HVR_ERROR, c->code);
    else
        g_assert_error(error, HVR_RPC_ERROR, VIR_ERR_RPC);
    g_assert_cmpstr(error->message, ==, c->message);
}

static void
test_programs(void)
{
    g_assert_true(hvr_rpc_procedure_has(0x20008086));
    g_assert_true(hvr_rpc_procedure_has(0x20008087));
    g_assert_false(hvr_rpc_procedure_has(0x6b656570));
    g_assert_true(hvr_rpc_procedure_has(0x00068000));  /* LXC's, refused by name */
    g_assert_false(hvr_rpc_procedure_has(0x06900690)); /* the admin's */
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/rpc/procedure/rows", test_rows);
    g_test_add_func("/rpc/procedure/facts", test_facts);
    g_test_add_func("/rpc/procedure/programs", test_programs);
    for (gsize i = 0; i < G_N_ELEMENTS(missing); i++) {
        g_autofree char *path = g_strconcat("/rpc/procedure/missing/", missing[i].name, NULL);

        g_test_add_data_func(path, &missing[i], test_missing);
    }

    return g_test_run();
}
