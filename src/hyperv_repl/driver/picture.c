/* picture.c: a host at one moment
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "picture.h"

HvrPicture *
hvr_picture_new(void)
{
    HvrPicture *picture = g_atomic_rc_box_new0(HvrPicture);

    picture->domains = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_domain_unref);
    picture->by_guid = g_hash_table_new(g_str_hash, g_str_equal);
    picture->jobs = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_job_unref);

    return picture;
}

HvrPicture *
hvr_picture_ref(HvrPicture *picture)
{
    return g_atomic_rc_box_acquire(picture);
}

static void
picture_clear(gpointer data)
{
    HvrPicture *picture = data;

    g_hash_table_unref(picture->by_guid);
    g_ptr_array_unref(picture->domains);
    g_clear_pointer(&picture->own, hvr_domain_unref);
    g_ptr_array_unref(picture->jobs);
}

void
hvr_picture_unref(HvrPicture *picture)
{
    g_atomic_rc_box_release_full(picture, picture_clear);
}

void
hvr_picture_add(HvrPicture *picture, HvrDomain *domain)
{
    g_ptr_array_add(picture->domains, domain);
    g_hash_table_insert(picture->by_guid, domain->guid, domain);
}

HvrDomain *
hvr_picture_find(const HvrPicture *picture, const char *guid)
{
    HvrDomain *found = g_hash_table_lookup(picture->by_guid, guid);

    /* A machine that is called like its host comes first. */
    if (found == NULL && picture->own != NULL && g_str_equal(picture->own->guid, guid))
        found = picture->own;

    return found;
}

HvrJob *
hvr_picture_find_job(const HvrPicture *picture, const char *id)
{
    for (guint i = 0; i < picture->jobs->len; i++) {
        HvrJob *job = picture->jobs->pdata[i];

        if (g_ascii_strcasecmp(job->id, id) == 0)
            return job;
    }

    return NULL;
}
