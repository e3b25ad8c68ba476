/* test_rpc_migration.c: what clients bring from one end of a migration to the other
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <string.h>

#include "hvr_error.h"
#include "planned_failover.h"
#include "rpc_error.h"
#include "rpc_migration.h"

#define GUID "33333333-3333-4333-8333-333333333333"

typedef struct {
    const char *name;
    const char *text;
    const char *system; /* NULL: it is refused */
    const char *source;
} PlaceCase;

/* clang-format off */
static const PlaceCase places[] = {
    { "whole",       "hyperv://hv02.example.com/?vm=" GUID "&source=hv01.example.com", "hv02.example.com", "hv01.example.com" },
    { "no-source",   "hyperv://hv02.example.com/?vm=" GUID "&source=",                 "hv02.example.com", NULL },
    { "empty",       "",                                                               NULL, NULL },
    { "no-uri",      "hv02",                                                           NULL, NULL },
    { "scheme",      "qemu://hv02/?vm=" GUID,                                          NULL, NULL },
    { "no-host",     "hyperv:///?vm=" GUID,                                            NULL, NULL },
    { "no-query",    "hyperv://hv02/",                                                 NULL, NULL },
    { "no-vm",       "hyperv://hv02/?source=hv01",                                     NULL, NULL },
    { "vm-wrong",    "hyperv://hv02/?vm=33333333",                                     NULL, NULL },
    { "cut-off",     "hyperv://hv02/?vm=33333333-3333-4333-8333-33333333333",          NULL, NULL },
    { "encoding",    "hyperv://hv02/?vm=%zz",                                          NULL, NULL },
};
/* clang-format on */

static void
test_place(gconstpointer data)
{
    const PlaceCase *c = data;
    g_auto(HvrRpcPlace) place = { 0 };
    g_autoptr(GError) error = NULL;
    gboolean ok = hvr_rpc_place_parse(c->text, strlen(c->text), &place, &error);

    g_assert_cmpint(ok, ==, c->system != NULL);
    g_assert_cmpstr(place.system, ==, c->system);
    g_assert_cmpstr(place.source, ==, c->source);
    if (c->system == NULL)
        g_assert_error(error, HVR_ERROR, HVR_ERROR_INVALID);
    else
        g_assert_cmpint(place.uuid[0], ==, 0x33);
}

/* Cookies are bytes of somebody else. */
static void
test_place_bytes(void)
{
    g_autofree char *huge = g_strnfill(100000, 'x');
    const char nul[] = "hyperv://hv02/?vm=" GUID "\0&source=x";
    g_auto(HvrRpcPlace) place = { 0 };
    g_autoptr(GError) error = NULL;

    g_assert_false(hvr_rpc_place_parse(huge, 100000, &place, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_INVALID);
    g_clear_error(&error);
    g_assert_false(hvr_rpc_place_parse(NULL, 0, &place, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_INVALID);
    g_clear_error(&error);
    g_assert_true(hvr_rpc_place_parse(nul, sizeof(nul) - 1, &place, &error));
    g_assert_null(place.source);
}

typedef struct {
    const char *name;
    guint flags;
    int virt_code; /* 0: it is honoured */
    const char *words;
} FlagCase;

#define GOOD (VIR_MIGRATE_PERSIST_DEST | VIR_MIGRATE_OFFLINE)

/* clang-format off */
static const FlagCase flag_cases[] = {
    { "offline",     GOOD,                                                   0,                             NULL },
    { "unsafe",      VIR_MIGRATE_PERSIST_DEST | VIR_MIGRATE_UNSAFE,          0,                             NULL },
    { "peer",        GOOD | VIR_MIGRATE_PEER2PEER,                           0,                             NULL },
    { "protection",  GOOD | VIR_MIGRATE_CHANGE_PROTECTION,                   0,                             NULL },
    { "live",        GOOD | VIR_MIGRATE_LIVE,                                VIR_ERR_ARGUMENT_UNSUPPORTED,  "--live" },
    { "undefine",    GOOD | VIR_MIGRATE_UNDEFINE_SOURCE,                     VIR_ERR_ARGUMENT_UNSUPPORTED,  "--undefinesource" },
    { "sync-writes", GOOD | VIR_MIGRATE_NON_SHARED_SYNCHRONOUS_WRITES,       VIR_ERR_ARGUMENT_UNSUPPORTED,  "--copy-storage-synchronous-writes" },
    { "unknown",     GOOD | 1u << 31,                                        VIR_ERR_ARGUMENT_UNSUPPORTED,  "0x80000000" },
    { "transient",   VIR_MIGRATE_UNSAFE,                                     VIR_ERR_ARGUMENT_UNSUPPORTED,  "--persistent" },
    { "all",         ~0u,                                                    VIR_ERR_ARGUMENT_UNSUPPORTED,  "--live" },
};
/* clang-format on */

static void
test_flags(gconstpointer data)
{
    const FlagCase *c = data;
    HvrRpcMigration migration;
    g_autoptr(GError) error = NULL;
    gboolean ok =
        hvr_rpc_migration_parse(NULL, 0, c->flags, HVR_RPC_MIGRATION_ASKED, &migration, &error);

    g_assert_cmpint(ok, ==, c->virt_code == 0);
    if (ok)
        return;
    g_assert_error(error, HVR_RPC_ERROR, c->virt_code);
    g_assert_nonnull(strstr(error->message, c->words));
}

static void
test_params(void)
{
    HvrWireParam param = { .name = (char *)"migrate_uri",
                           .value = { .type = VIR_TYPED_PARAM_INT } };
    HvrWireParam twice[2];
    HvrRpcMigration migration;
    g_autoptr(GError) error = NULL;

    g_assert_false(
        hvr_rpc_migration_parse(&param, 1, GOOD, HVR_RPC_MIGRATION_UNDER_WAY, &migration, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_INVALID);
    g_clear_error(&error);

    param.value.type = VIR_TYPED_PARAM_STRING;
    param.value.HvrWireValue_u.s = (char *)"hyperv://hv02/";
    g_assert_true(
        hvr_rpc_migration_parse(&param, 1, GOOD, HVR_RPC_MIGRATION_UNDER_WAY, &migration, &error));
    g_assert_cmpstr(migration.uri, ==, "hyperv://hv02/");
    g_assert_false(
        hvr_rpc_migration_parse(&param, 1, GOOD, HVR_RPC_MIGRATION_ASKED, &migration, &error));
    g_assert_error(error, HVR_RPC_ERROR, VIR_ERR_ARGUMENT_UNSUPPORTED);
    g_clear_error(&error);

    twice[0] = twice[1] = param;
    g_assert_false(
        hvr_rpc_migration_parse(twice, 2, GOOD, HVR_RPC_MIGRATION_UNDER_WAY, &migration, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_INVALID);
    g_clear_error(&error);

    param.name = (char *)"reason";
    param.value.HvrWireValue_u.s = (char *)"works at the main site";
    g_assert_true(
        hvr_rpc_migration_parse(&param, 1, GOOD, HVR_RPC_MIGRATION_ASKED, &migration, &error));
    g_assert_cmpstr(hvr_rpc_migration_get_order(&migration).reason, ==, "works at the main site");
    param.value.HvrWireValue_u.s = (char *)"two\nlines";
    g_assert_false(
        hvr_rpc_migration_parse(&param, 1, GOOD, HVR_RPC_MIGRATION_ASKED, &migration, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_INVALID);
    g_clear_error(&error);

    param.name = (char *)"bandwidth";
    g_assert_false(
        hvr_rpc_migration_parse(&param, 1, GOOD, HVR_RPC_MIGRATION_UNDER_WAY, &migration, &error));
    g_assert_error(error, HVR_RPC_ERROR, VIR_ERR_ARGUMENT_UNSUPPORTED);
}

typedef struct {
    const char *name;
    guint flags;
    int state;
    const char *new_name;
    const char *words; /* NULL: it fits */
} DomainCase;

/* clang-format off */
static const DomainCase domain_cases[] = {
    { "off",             VIR_MIGRATE_OFFLINE,                      VIR_DOMAIN_SHUTOFF, NULL,    NULL },
    { "off-unsafe",      VIR_MIGRATE_OFFLINE | VIR_MIGRATE_UNSAFE, VIR_DOMAIN_SHUTOFF, NULL,    NULL },
    { "off-not-said",    VIR_MIGRATE_UNSAFE,                       VIR_DOMAIN_SHUTOFF, NULL,    "domain is not running" },
    { "running",         0,                                        VIR_DOMAIN_RUNNING, NULL,    "--unsafe" },
    { "running-offline", VIR_MIGRATE_OFFLINE,                      VIR_DOMAIN_RUNNING, NULL,    "--unsafe" },
    { "running-unsafe",  VIR_MIGRATE_UNSAFE,                       VIR_DOMAIN_RUNNING, NULL,    NULL },
    { "same-name",       VIR_MIGRATE_OFFLINE,                      VIR_DOMAIN_SHUTOFF, "app01", NULL },
    { "new-name",        VIR_MIGRATE_OFFLINE,                      VIR_DOMAIN_SHUTOFF, "app02", "--dname" },
};
/* clang-format on */

static void
test_domain(gconstpointer data)
{
    const DomainCase *c = data;
    g_autoptr(HvrDomain) domain = hvr_domain_new(GUID, "app01");
    const HvrRpcMigration migration = { .flags = c->flags, .name = c->new_name };
    g_autoptr(GError) error = NULL;

    domain->state = c->state;
    g_assert_cmpint(hvr_rpc_migration_check_domain(&migration, domain, &error), ==,
                    c->words == NULL);
    if (c->words != NULL)
        g_assert_nonnull(strstr(error->message, c->words));
    g_assert_cmpuint(hvr_rpc_migration_get_order(&migration).wishes, ==,
                     c->flags & VIR_MIGRATE_UNSAFE ? HVR_PLANNED_FAILOVER_SHUT_DOWN : 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(places); i++) {
        g_autofree char *path = g_strconcat("/rpc/migration/place/", places[i].name, NULL);

        g_test_add_data_func(path, &places[i], test_place);
    }
    g_test_add_func("/rpc/migration/place/bytes", test_place_bytes);
    for (gsize i = 0; i < G_N_ELEMENTS(flag_cases); i++) {
        g_autofree char *path = g_strconcat("/rpc/migration/flags/", flag_cases[i].name, NULL);

        g_test_add_data_func(path, &flag_cases[i], test_flags);
    }
    g_test_add_func("/rpc/migration/params", test_params);
    for (gsize i = 0; i < G_N_ELEMENTS(domain_cases); i++) {
        g_autofree char *path = g_strconcat("/rpc/migration/domain/", domain_cases[i].name, NULL);

        g_test_add_data_func(path, &domain_cases[i], test_domain);
    }

    return g_test_run();
}
