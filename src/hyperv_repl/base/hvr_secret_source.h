/* hvr_secret_source.h: where a password comes from
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Holds no password, only its place.  It is read when a connection is
 * authorised and wiped afterwards, so a password that was changed is used from
 * the next connection on.  Immutable, may be shared between threads.
 */

#pragma once

#include "hvr_secret.h"

G_BEGIN_DECLS

typedef struct _HvrSecretSource HvrSecretSource;

/** hvr_secret_source_new_text: one that does hold it, for tests */
HvrSecretSource *hvr_secret_source_new_text(const char *text);

/** hvr_secret_source_new_file: the only line of a file that nobody but its owner can read */
HvrSecretSource *hvr_secret_source_new_file(const char *path);

/** hvr_secret_source_new_credential: the systemd credential @name, from $CREDENTIALS_DIRECTORY */
HvrSecretSource *hvr_secret_source_new_credential(const char *name);

/**
 * hvr_secret_source_new_auth_file:
 * @path: a file in the form of libvirt's auth.conf: [auth-hyperv-HOST] names a
 *   [credentials-NAME] with username and password; [auth-hyperv-default] serves
 *   hosts without a section
 * @host: HOST
 */
HvrSecretSource *hvr_secret_source_new_auth_file(const char *path, const char *host);

HvrSecretSource *hvr_secret_source_ref(HvrSecretSource *source);
void hvr_secret_source_unref(HvrSecretSource *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrSecretSource, hvr_secret_source_unref)

/**
 * hvr_secret_source_read:
 *
 * Returns: (transfer full): the password as it is now, or %NULL with
 *   %HVR_ERROR_CONFIG if it cannot be read, is empty, or could be read by others
 *   than root and this user
 */
HvrSecret *hvr_secret_source_read(HvrSecretSource *source, GError **error);

/**
 * hvr_secret_check_file:
 * @path: a keytab, a private key: what a library will read by itself
 *
 * Returns: %FALSE with %HVR_ERROR_CONFIG if it cannot be read, or could be read
 *   by others than root and this user
 */
gboolean hvr_secret_check_file(const char *path, GError **error);

/** hvr_secret_source_read_user: (transfer full) (nullable): the user that an auth file names */
char *hvr_secret_source_read_user(HvrSecretSource *source, GError **error);

/** hvr_secret_source_dup_version: (transfer full): another text whenever the password's place was
 * written to */
char *hvr_secret_source_dup_version(HvrSecretSource *source);

G_END_DECLS
