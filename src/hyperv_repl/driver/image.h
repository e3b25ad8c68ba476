/* image.h: what is in a virtual hard disk
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HvrImage:
 * @path: as it was asked for
 * @format: "vhd", "vhdx" or "vhds"; "unknown" for what nobody has heard of
 * @is_fixed: all of it is allocated
 * @parent: (nullable): what it holds the differences from
 * @capacity: bytes that the machine sees
 * @allocation: bytes that the file has
 */
typedef struct {
    char *path;
    const char *format;
    gboolean is_fixed;
    char *parent;
    guint64 capacity;
    guint64 allocation;
} HvrImage;

void hvr_image_free(HvrImage *image);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrImage, hvr_image_free)

G_END_DECLS
