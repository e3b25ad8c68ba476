/* test_checkpoint.c: the snapshot that a client asks for, as its document says
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "checkpoint.h"
#include "hvr_error.h"
#include "repl_point.h"

#define GUID      "5BBE9A63-7A55-4A0C-9E0F-1E6A3C1D0A01"
#define DOC(text) "<domainsnapshot>" text "</domainsnapshot>"
#define TEN       "1234567890"

/* virDomainSnapshotCreateFlags. */
#define DISK_ONLY 16
#define QUIESCE   64

/* clang-format off */
static const struct {
    const char *name;
    const char *text;
    guint flags;
    const char *expect_name;
    const char *expect_description;
    gboolean has_memory;
    gboolean is_quiesced;
} good[] = {
    { "empty",       "<domainsnapshot/>",                               0,                   NULL,    NULL, TRUE,  FALSE },
    { "no-name",     DOC("<name/><description/>"),                      0,                   NULL,    NULL, TRUE,  FALSE },
    { "named",       DOC("<name>n &amp; m</name><description>d</description>"), 0,           "n & m", "d",  TRUE,  FALSE },
    { "hundred",     DOC("<name>" TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN "</name>"), 0,
      TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN, NULL, TRUE, FALSE },
    { "disk-only",   DOC("<name>n</name>"),                             DISK_ONLY,           "n",     NULL, FALSE, FALSE },
    { "quiesced",    DOC("<name>n</name>"),                             DISK_ONLY | QUIESCE, "n",     NULL, FALSE, TRUE },
    { "no-memory",   DOC("<memory snapshot='no'/>"),                    0,                   NULL,    NULL, FALSE, FALSE },
    { "memory",      DOC("<memory snapshot='internal'/>"),              0,                   NULL,    NULL, TRUE,  FALSE },
    { "disks",       DOC("<disks><disk name='sda'/><disk name='sdb' snapshot='external'/></disks>"), 0, NULL, NULL, TRUE, FALSE },
    { "other-parts", DOC("<parent><name>x</name></parent><state>running</state><domain/>"), 0, NULL,  NULL, TRUE,  FALSE },
};

static const struct {
    const char *name;
    const char *text;
    guint flags;
    HvrErrorCode code;
    const char *message;
} bad[] = {
    { "no-xml",      "oops",                                            0, HVR_ERROR_XML, NULL },
    { "nothing",     "",                                                0, HVR_ERROR_XML, NULL },
    { "cut-off",     "<domainsnapshot><name>n",                         0, HVR_ERROR_XML, NULL },
    { "other-root",  "<domain/>",                                       0, HVR_ERROR_XML,
      "unexpected root element <domain>, expecting <domainsnapshot>" },
    { "slash",       DOC("<name>a/b</name>"),                           0, HVR_ERROR_XML,
      "invalid snapshot name 'a/b': name can't contain '/', '\\' or line ends" },
    { "backslash",   DOC("<name>a\\b</name>"),                          0, HVR_ERROR_XML, NULL },
    { "line-end",    DOC("<name>a\nb</name>"),                          0, HVR_ERROR_XML, NULL },
    { "dot",         DOC("<name>.a</name>"),                            0, HVR_ERROR_XML,
      "invalid snapshot name '.a': name can't start with '.'" },
    { "long",        DOC("<name>" TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN "1</name>"), 0, HVR_ERROR_XML, NULL },
    { "taken",       DOC("<name>old</name>"),                           0, HVR_ERROR_STATE,
      "snapshot 'old' of 'web01' already exists" },
    { "quiesced-memory", "<domainsnapshot/>",                           QUIESCE, HVR_ERROR_INVALID, NULL },
    { "memory-file", DOC("<memory snapshot='external' file='/x'/>"),    0, HVR_ERROR_UNSUPPORTED, NULL },
    { "no-disk",     DOC("<disks><disk name='sdb' snapshot='no'/></disks>"), 0, HVR_ERROR_UNSUPPORTED,
      "a Hyper-V checkpoint has all disks, so 'sdb' cannot be left out" },
    { "disk-file",   DOC("<disks><disk name='sdb'><source file='/x'/></disk></disks>"), 0, HVR_ERROR_UNSUPPORTED, NULL },
};
/* clang-format on */

static HvrDomain *
new_domain(void)
{
    HvrDomain *domain = hvr_domain_new(GUID, "web01");

    g_ptr_array_add(domain->snapshots,
                    hvr_snapshot_new("Microsoft:A", "old", HVR_POINT_CHECKPOINT, 1));
    hvr_snapshot_assign_names(domain->snapshots);

    return domain;
}

static void
test_good(void)
{
    g_autoptr(HvrDomain) domain = new_domain();

    for (gsize i = 0; i < G_N_ELEMENTS(good); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(HvrCheckpoint)
            checkpoint = hvr_checkpoint_parse(domain, good[i].text, good[i].flags, &error);

        g_test_message("%s", good[i].name);
        g_assert_no_error(error);
        g_assert_cmpstr(checkpoint->name, ==, good[i].expect_name);
        g_assert_cmpstr(checkpoint->description, ==, good[i].expect_description);
        g_assert_cmpint(checkpoint->has_memory, ==, good[i].has_memory);
        g_assert_cmpint(checkpoint->is_quiesced, ==, good[i].is_quiesced);
    }
}

static void
test_bad(void)
{
    g_autoptr(HvrDomain) domain = new_domain();

    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(GError) error = NULL;

        g_test_message("%s", bad[i].name);
        g_assert_null(hvr_checkpoint_parse(domain, bad[i].text, bad[i].flags, &error));
        g_assert_error(error, HVR_ERROR, (int)bad[i].code);
        if (bad[i].message != NULL)
            g_assert_cmpstr(error->message, ==, bad[i].message);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/checkpoint/good", test_good);
    g_test_add_func("/checkpoint/bad", test_bad);

    return g_test_run();
}
