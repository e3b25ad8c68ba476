/* image.c: what is in a virtual hard disk
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "image.h"

void
hvr_image_free(HvrImage *image)
{
    if (image == NULL)
        return;

    g_free(image->path);
    g_free(image->parent);
    g_free(image);
}
