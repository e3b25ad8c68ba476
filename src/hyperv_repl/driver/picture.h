/* picture.h: a host at one moment
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A value: made by the watcher, handed to the main context, then const and
 * shared by reference count.
 */

#pragma once

#include "domain.h"
#include "job.h"

G_BEGIN_DECLS

/**
 * HvrPicture:
 * @domains: (element-type HvrDomain): without the host's own; filled by hvr_picture_add()
 * @by_guid: the same
 * @own: the host's own partition
 * @jobs: (element-type HvrJob): unfinished ones and those that ended lately; a job of
 *   nobody knows whom has no guid
 */
typedef struct {
    GPtrArray *domains;
    GHashTable *by_guid;
    HvrDomain *own;
    GPtrArray *jobs;
} HvrPicture;

/** hvr_picture_new: nothing on it yet; the caller adds before anybody else sees it */
HvrPicture *hvr_picture_new(void);
HvrPicture *hvr_picture_ref(HvrPicture *picture);
void hvr_picture_unref(HvrPicture *picture);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrPicture, hvr_picture_unref)

/** hvr_picture_add: @domain: (transfer full) */
void hvr_picture_add(HvrPicture *picture, HvrDomain *domain);

/** hvr_picture_find: (nullable): by GUID, upper case; the host's own, too */
HvrDomain *hvr_picture_find(const HvrPicture *picture, const char *guid);

/** hvr_picture_find_job: (nullable): by InstanceID */
HvrJob *hvr_picture_find_job(const HvrPicture *picture, const char *id);

G_END_DECLS
