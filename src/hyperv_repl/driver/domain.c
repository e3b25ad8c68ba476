/* domain.c: a virtual machine as libvirt sees it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "domain.h"

#include <glib/gi18n-lib.h>
#include <libvirt/libvirt.h>
#include <string.h>

#include "hvr_error.h"
#include "repl_relationship.h"

/* Where the four hyphens of a GUID stand. */
#define IS_HYPHEN(i) ((i) == 8 || (i) == 13 || (i) == 18 || (i) == 23)
#define GUID_LENGTH  36

static void
disk_free(gpointer data)
{
    HvrDisk *disk = data;

    g_free(disk->id);
    g_free(disk->drive);
    g_free(disk->path);
    g_free(disk);
}

HvrDomain *
hvr_domain_new(const char *guid, const char *name)
{
    HvrDomain *domain = g_atomic_rc_box_new0(HvrDomain);

    domain->guid = g_ascii_strup(guid, -1);
    domain->name = g_strdup(name);
    hvr_domain_parse_guid(guid, domain->uuid);
    domain->id = -1;
    domain->state = VIR_DOMAIN_SHUTOFF;
    domain->reason = VIR_DOMAIN_SHUTOFF_UNKNOWN;
    domain->mode = HVR_REPL_MODE_NONE;
    domain->snapshots = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_snapshot_free);
    domain->disks = g_ptr_array_new_with_free_func(disk_free);

    return domain;
}

HvrDomain *
hvr_domain_ref(HvrDomain *domain)
{
    return g_atomic_rc_box_acquire(domain);
}

static void
domain_clear(gpointer data)
{
    HvrDomain *domain = data;

    g_free(domain->name);
    g_free(domain->guid);
    g_free(domain->description);
    g_free(domain->forced);
    for (guint i = 0; i < G_N_ELEMENTS(domain->legs); i++)
        g_clear_pointer(&domain->legs[i], hvr_repl_relationship_unref);
    g_ptr_array_unref(domain->snapshots);
    g_ptr_array_unref(domain->disks);
}

void
hvr_domain_unref(HvrDomain *domain)
{
    g_atomic_rc_box_release_full(domain, domain_clear);
}

HvrDomain *
hvr_domain_assume(const HvrDomain *domain, int state, guint mode, guint leg_state)
{
    HvrDomain *assumed = hvr_domain_new(domain->guid, domain->name);

    assumed->is_assumed = TRUE;
    assumed->state = state;
    assumed->mode = mode;
    if (domain->legs[0] != NULL)
        assumed->legs[0] = hvr_repl_relationship_dup_in_state(domain->legs[0], leg_state);
    if (domain->legs[1] != NULL)
        assumed->legs[1] = hvr_repl_relationship_ref(domain->legs[1]);

    return assumed;
}

gboolean
hvr_domain_is_active(const HvrDomain *domain)
{
    return domain->state != VIR_DOMAIN_SHUTOFF;
}

HvrSnapshot *
hvr_domain_find_snapshot(const HvrDomain *domain, const char *name)
{
    for (guint i = 0; i < domain->snapshots->len; i++) {
        HvrSnapshot *snapshot = domain->snapshots->pdata[i];

        if (strcmp(snapshot->name, name) == 0)
            return snapshot;
    }

    return NULL;
}

HvrSnapshot *
hvr_domain_lookup_snapshot(const HvrDomain *domain, const char *name, GError **error)
{
    HvrSnapshot *snapshot = hvr_domain_find_snapshot(domain, name);

    if (snapshot == NULL)
        return hvr_fail_null(error, HVR_ERROR_NO_POINT,
                             _("'%1$s' has no recovery point or checkpoint '%2$s'"), domain->name,
                             name);

    return snapshot;
}

/* libvirt sends a UUID's bytes in the order of its text, so no part is swapped. */
gboolean
hvr_domain_parse_guid(const char *guid, guchar *out_uuid)
{
    guchar bytes[16];
    guint n = 0;

    if (strlen(guid) != GUID_LENGTH)
        return FALSE;

    for (guint i = 0; i < GUID_LENGTH; i++) {
        if (IS_HYPHEN(i)) {
            if (guid[i] != '-')
                return FALSE;
            continue;
        }
        if (!g_ascii_isxdigit(guid[i]) || !g_ascii_isxdigit(guid[i + 1]))
            return FALSE;
        bytes[n++] =
            (guchar)(g_ascii_xdigit_value(guid[i]) << 4 | g_ascii_xdigit_value(guid[i + 1]));
        i++;
    }
    memcpy(out_uuid, bytes, sizeof bytes);

    return TRUE;
}

char *
hvr_domain_format_guid(const guchar *uuid)
{
    GString *text = g_string_sized_new(GUID_LENGTH);

    for (guint i = 0; i < 16; i++) {
        if (IS_HYPHEN(text->len))
            g_string_append_c(text, '-');
        g_string_append_printf(text, "%02X", uuid[i]);
    }

    return g_string_free(text, FALSE);
}
