/* domain.h: a virtual machine as libvirt sees it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A value: built from one refresh, then const and shared by reference count.
 * When something changes there is a new one.
 */

#pragma once

#include <glib.h>

#include "snapshot.h"

G_BEGIN_DECLS

/* A floor's headers name only its own types: repl_relationship.h has this one. */
typedef struct _HvrReplRelationship HvrReplRelationship;

/**
 * HvrDisk:
 * @id: (nullable): the host's, of the medium in its drive
 * @drive: (nullable): the same, of that drive
 * @path: the image file on the host
 * @device: "disk", "cdrom" or "floppy"
 *
 * What is in the drives of a machine.  Which drives there are, and what libvirt calls
 * them, is in HvrMachine.
 */
typedef struct {
    char *id;
    char *drive;
    char *path;
    const char *device;
} HvrDisk;

/**
 * HvrDomain:
 * @guid: upper case, as the host writes it
 * @uuid: the same in RFC 4122 byte order
 * @id: positive while active, -1 otherwise
 * @state: virDomainState
 * @reason: of the state's own enumeration
 * @is_saved: the host holds a saved state (libvirt's managed save)
 * @is_host: the host's own partition, found by name but never listed
 * @is_assumed: what a rehearsal takes it to be by then, see hvr_domain_assume()
 * @configured: when its configuration changed last, microseconds since 1970 UTC
 * @boot_time: microseconds since 1970 UTC, 0 while off
 * @description: (nullable): the VM's notes
 * @forced: (nullable): why its failover was forced, see guard.h
 * @mode: HvrReplMode
 * @legs: relationship 0 and 1, %NULL where there is none
 * @snapshots: (element-type HvrSnapshot): oldest first
 */
typedef struct {
    char *name;
    char *guid;
    guchar uuid[16];
    int id;
    int state;
    int reason;
    gboolean is_saved;
    gboolean is_host;
    gboolean is_assumed;
    gboolean autostart;
    gint64 configured;
    guint64 memory_kib;
    guint64 max_memory_kib;
    guint n_vcpus;
    guint generation;
    char *description;
    char *forced;
    guint mode;
    HvrReplRelationship *legs[2];
    GPtrArray *snapshots;
    GPtrArray *disks; /* HvrDisk; may be empty when nobody asked yet */
} HvrDomain;

/** hvr_domain_new: off, not replicated; the caller fills the rest before anybody else sees it */
HvrDomain *hvr_domain_new(const char *guid, const char *name);
HvrDomain *hvr_domain_ref(HvrDomain *domain);
void hvr_domain_unref(HvrDomain *domain);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrDomain, hvr_domain_unref)

/**
 * hvr_domain_assume:
 * @state: virDomainState
 * @mode: HvrReplMode
 * @leg_state: of relationship 0
 *
 * Returns: (transfer full): @domain as it will be once something has been done to it that is only
 *   played through; it stands for itself where the newest value of a domain is looked up
 */
HvrDomain *hvr_domain_assume(const HvrDomain *domain, int state, guint mode, guint leg_state);

/** hvr_domain_is_active: running, paused or on the way down */
gboolean hvr_domain_is_active(const HvrDomain *domain);

/** hvr_domain_find_snapshot: (nullable): by our name */
HvrSnapshot *hvr_domain_find_snapshot(const HvrDomain *domain, const char *name);

/** hvr_domain_lookup_snapshot: the same, %HVR_ERROR_NO_POINT if there is none */
HvrSnapshot *hvr_domain_lookup_snapshot(const HvrDomain *domain, const char *name, GError **error);

/** hvr_domain_parse_guid: a GUID's text to RFC 4122 bytes; FALSE if it is none */
gboolean hvr_domain_parse_guid(const char *guid, guchar *out_uuid);

/** hvr_domain_format_guid: (transfer full): bytes to upper-case text */
char *hvr_domain_format_guid(const guchar *uuid);

G_END_DECLS
