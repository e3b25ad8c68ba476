/* sim_world_file.h: a world file being read
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A reader goes through the groups; what each group is about stands in tables
 * of keys (sim_world_file.c).
 */

#pragma once

#include "sim_world.h"

G_BEGIN_DECLS

/**
 * HvsWorldFile:
 * @name: for messages
 * @text: for line numbers
 * @keys: its content
 */
typedef struct {
    const char *name;
    const char *text;
    GKeyFile *keys;
    HvsWorld *world;
} HvsWorldFile;

/**
 * hvs_world_file_fail:
 * @key: (nullable): where it is wrong; %NULL for the group
 * @reason: translated, no full stop
 *
 * Returns: %FALSE with %HVR_ERROR_CONFIG naming file, line, group and key
 */
gboolean hvs_world_file_fail(const HvsWorldFile *file,
                             const char *group,
                             const char *key,
                             const char *reason,
                             GError **error);

/** hvs_world_file_dup_value: (transfer full) (nullable): a key's text, escapes untouched */
char *hvs_world_file_dup_value(const HvsWorldFile *file, const char *group, const char *key);

typedef enum {
    HVS_WORLD_TEXT,         /* char * */
    HVS_WORLD_GUINT,        /* guint */
    HVS_WORLD_GUINT16,      /* guint16 */
    HVS_WORLD_SIZE,         /* guint64 */
    HVS_WORLD_BOOLEAN,      /* gboolean */
    HVS_WORLD_MILLISECONDS, /* GTimeSpan */
    HVS_WORLD_VERSION,      /* const HvsVersion * */
    HVS_WORLD_ELSEWHERE,    /* read by other code than the table's */
} HvsWorldType;

/**
 * HvsWorldKey:
 * @offset: in the struct that the group fills
 * @min, @max: for numbers, and for the length of texts
 */
typedef struct {
    const char *name;
    HvsWorldType type;
    goffset offset;
    guint64 min, max;
} HvsWorldKey;

/**
 * hvs_world_file_read_group:
 * @keys: ended by a row of zeros; any other key is refused
 * @target: (nullable): the struct to fill; %NULL only checks names
 */
gboolean hvs_world_file_read_group(const HvsWorldFile *file,
                                   const char *group,
                                   const HvsWorldKey *keys,
                                   gpointer target,
                                   GError **error);

/** hvs_world_file_read_host: [host NAME] (sim_world_file_host.c) */
gboolean hvs_world_file_read_host(const HvsWorldFile *file,
                                  const char *group,
                                  const char *name,
                                  GError **error);

/** hvs_world_file_read_vm: [vm NAME] (sim_world_file_vm.c) */
gboolean hvs_world_file_read_vm(const HvsWorldFile *file,
                                const char *group,
                                const char *name,
                                GError **error);

/** hvs_world_file_read_replication: [replication NAME] (sim_world_file_vm.c) */
gboolean hvs_world_file_read_replication(const HvsWorldFile *file,
                                         const char *group,
                                         const char *name,
                                         GError **error);

G_END_DECLS
