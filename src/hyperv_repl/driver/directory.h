/* directory.h: the hosts of one daemon, for whoever needs a machine's partner
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Relationships name hosts as Windows does, host files as administrators do;
 * this is the one place that brings the two together.  It owns no host: whoever
 * does gives the list.  Main context only.
 */

#pragma once

#include "host.h"

G_BEGIN_DECLS

/* A floor's headers name only what they need: operation.h has this one. */
typedef struct _HvrOperationJournal HvrOperationJournal;

typedef struct _HvrDirectory HvrDirectory;

/**
 * HvrDirectoryList:
 *
 * Returns: (transfer full) (element-type HvrHost): every host that is configured, open or not
 */
typedef GPtrArray *(*HvrDirectoryList)(gpointer user_data);

HvrDirectory *hvr_directory_new(HvrDirectoryList list, gpointer user_data);
HvrDirectory *hvr_directory_ref(HvrDirectory *directory);
void hvr_directory_unref(HvrDirectory *directory);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrDirectory, hvr_directory_unref)

/** hvr_directory_close: from now on there are no hosts in it; its user_data may go */
void hvr_directory_close(HvrDirectory *directory);

/** hvr_directory_list: (transfer full) (element-type HvrHost): all of them, open or not */
GPtrArray *hvr_directory_list(HvrDirectory *directory);

/** hvr_directory_lookup: (transfer full): by the name that the host file gives it; %NULL with
 * %HVR_ERROR_NO_HOST */
HvrHost *hvr_directory_lookup(HvrDirectory *directory, const char *name, GError **error);

/**
 * hvr_directory_find_async:
 * @system: a server as a relationship names it: DNS or NetBIOS name
 *
 * Asks the hosts that are open what they are called, then opens those whose name or
 * address in the host file looks like it, then the others.  A host that cannot
 * be reached is taken for the one if its name or address says so.
 */
void hvr_directory_find_async(HvrDirectory *directory,
                              const char *system,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/** hvr_directory_find_finish: (transfer full): perhaps out of reach; %NULL with
 * %HVR_ERROR_NO_HOST if this daemon has no such host */
HvrHost *hvr_directory_find_finish(GAsyncResult *result, GError **error);

/** hvr_directory_find_open: (transfer full) (nullable): the one that calls itself @system, among
 * those whose state is known; no I/O */
HvrHost *hvr_directory_find_open(HvrDirectory *directory, const char *system);

/** hvr_directory_is_same: whether two names, DNS or NetBIOS, can be of one system */
gboolean hvr_directory_is_same(const char *system, const char *other);

/** hvr_directory_set_journal: @journal: (nullable): outlives the directory's last operation */
void hvr_directory_set_journal(HvrDirectory *directory, const HvrOperationJournal *journal);

/** hvr_directory_get_journal: (nullable) */
const HvrOperationJournal *hvr_directory_get_journal(HvrDirectory *directory);

/** hvr_directory_hold: an operation is under way, so that the daemon must not end for want of
 * clients; hvr_directory_release() ends that */
void hvr_directory_hold(HvrDirectory *directory);
void hvr_directory_release(HvrDirectory *directory);
gboolean hvr_directory_is_busy(HvrDirectory *directory);

/** hvr_host_set_directory: where its partners are looked for; @directory: (nullable) */
void hvr_host_set_directory(HvrHost *host, HvrDirectory *directory);

/** hvr_host_get_directory: (transfer none) (nullable) */
HvrDirectory *hvr_host_get_directory(HvrHost *host);

G_END_DECLS
