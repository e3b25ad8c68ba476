/* machine_change.c: what to ask of a host so that a machine becomes what is wanted
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "machine_change_row.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hvr_error.h"
#include "msvm_tables.h"
#include "wmi_path.h"

#define ENABLED  2
#define DISABLED 3

static gboolean
is_equal_tags(const GArray *a, const GArray *b)
{
    guint n_a = a != NULL ? a->len : 0;
    guint n_b = b != NULL ? b->len : 0;

    return n_a == n_b && (n_a == 0 || memcmp(a->data, b->data, n_a * sizeof(guint16)) == 0);
}

static gboolean
is_equal_text(const char *a, const char *b)
{
    return strcmp(a != NULL ? a : "", b != NULL ? b : "") == 0;
}

static gboolean
is_equal(const HvrChangeRow *row, gconstpointer a, gconstpointer b)
{
    gconstpointer one = (const char *)a + row->offset;
    gconstpointer other = (const char *)b + row->offset;

    switch (row->type) {
    case HVR_CHANGE_BOOLEAN:
    case HVR_CHANGE_ENABLED:
    case HVR_CHANGE_UINT:
        return *(const guint *)one == *(const guint *)other;
    case HVR_CHANGE_UINT64:
    case HVR_CHANGE_SPAN:
        return *(const guint64 *)one == *(const guint64 *)other;
    case HVR_CHANGE_TEXT:
    case HVR_CHANGE_BRACED:
    case HVR_CHANGE_LINE:
        return is_equal_text(*(char *const *)one, *(char *const *)other);
    case HVR_CHANGE_TAGS:
        return is_equal_tags(*(GArray *const *)one, *(GArray *const *)other);
    }

    return TRUE;
}

static void
set_tags(gpointer object, const char *property, const GArray *tags)
{
    g_autofree guint64 *numbers = g_new0(guint64, tags != NULL ? tags->len + 1 : 1);

    for (guint i = 0; tags != NULL && i < tags->len; i++)
        numbers[i] = g_array_index(tags, guint16, i);
    hvr_wmi_object_set_uints(object, property, numbers, tags != NULL ? tags->len : 0);
}

static void
set_line(gpointer object, const char *property, const char *text)
{
    const char *const lines[] = { text != NULL ? text : "", NULL };

    hvr_wmi_object_set_strv(object, property, lines);
}

static void
set_property(const HvrChangeRow *row, gconstpointer value, gpointer object)
{
    gconstpointer place = (const char *)value + row->offset;
    const char *text = NULL;
    g_autofree char *braced = NULL;

    switch (row->type) {
    case HVR_CHANGE_BOOLEAN:
        hvr_wmi_object_set_boolean(object, row->property, *(const gboolean *)place);
        break;
    case HVR_CHANGE_ENABLED:
        hvr_wmi_object_set_uint(object, row->property,
                                *(const gboolean *)place ? ENABLED : DISABLED);
        break;
    case HVR_CHANGE_UINT:
        hvr_wmi_object_set_uint(object, row->property, *(const guint *)place);
        break;
    case HVR_CHANGE_UINT64:
        hvr_wmi_object_set_uint(object, row->property, *(const guint64 *)place);
        break;
    case HVR_CHANGE_SPAN:
        hvr_wmi_object_set_interval(object, row->property, *(const GTimeSpan *)place);
        break;
    case HVR_CHANGE_LINE:
        set_line(object, row->property, *(char *const *)place);
        break;
    case HVR_CHANGE_TAGS:
        set_tags(object, row->property, *(GArray *const *)place);
        break;
    case HVR_CHANGE_BRACED:
        braced = g_strconcat("{", *(char *const *)place, "}", NULL);
        hvr_wmi_object_set_string(object, row->property, braced);
        break;
    case HVR_CHANGE_TEXT:
        text = *(char *const *)place;
        hvr_wmi_object_set_string(object, row->property, text != NULL ? text : "");
        break;
    }
}

guint
hvr_change_row_fill(const HvrChangeRow *rows,
                    gconstpointer now,
                    gconstpointer wanted,
                    gpointer object,
                    const char **out_word,
                    HvrMachineWhen *out_when)
{
    guint n = 0;

    *out_when = HVR_MACHINE_ALWAYS;
    for (const HvrChangeRow *row = rows; row->word != NULL; row++) {
        if (row->property == NULL || is_equal(row, now, wanted))
            continue;
        if (object != NULL)
            set_property(row, wanted, object);
        if (out_word != NULL && (n == 0 || row->when > *out_when))
            *out_word = row->word;
        *out_when = MAX(*out_when, row->when);
        n++;
    }

    return n;
}

const char *
hvr_change_row_find_fixed(const HvrChangeRow *rows, gconstpointer now, gconstpointer wanted)
{
    for (const HvrChangeRow *row = rows; row->word != NULL; row++) {
        if (row->property == NULL && !is_equal(row, now, wanted))
            return row->word;
    }

    return NULL;
}

void
hvr_changes_add_modify(HvrChanges *self,
                       HvrMachineVerb verb,
                       const HvrChangePart *part,
                       const char *title)
{
    g_autoptr(HvrWmiObject) object = hvr_wmi_object_new(part->type);
    const char *word = NULL;
    HvrMachineWhen when;

    if (hvr_change_row_fill(part->rows, part->now, part->wanted, object, &word, &when) == 0)
        return;

    hvr_wmi_object_set_string(object, "InstanceID", part->id);
    g_ptr_array_add(self->calls,
                    hvr_machine_call_new(verb, when, g_strdup(title != NULL ? title : word),
                                         g_steal_pointer(&object)));
}

void
hvr_changes_add_remove(
    HvrChanges *self, HvrMachineWhen when, char *title, const char *class_name, const char *id)
{
    HvrMachineCall *call = hvr_machine_call_new(HVR_MACHINE_REMOVE, when, title, NULL);

    call->path = hvr_wmi_path_build(class_name, "InstanceID", id);
    g_ptr_array_add(self->calls, call);
}

void
hvr_changes_add_part(HvrChanges *self, HvrMachineWhen when, char *title, gpointer object)
{
    HvrMachineCall *call = hvr_machine_call_new(HVR_MACHINE_ADD, when, title, object);

    call->place = hvr_wmi_path_build("Msvm_VirtualSystemSettingData", "InstanceID", self->now->id);
    g_ptr_array_add(self->calls, call);
}

GPtrArray *
hvr_machine_change_list(const HvrMachine *base,
                        const HvrMachine *now,
                        const HvrMachine *wanted,
                        GError **error)
{
    g_autoptr(GPtrArray) calls = g_ptr_array_new_with_free_func(hvr_machine_call_free);
    HvrChanges self = { base, now, wanted, calls };

    if (!hvr_changes_add_settings(&self, error) || !hvr_changes_remove_nics(&self, error))
        return NULL;
    hvr_changes_remove_disks(&self);
    hvr_changes_add_disks(&self);
    hvr_changes_add_nics(&self);
    /* Needs all devices to be there. */
    if (calls->len == 0)
        hvr_changes_add_boot_order(&self);

    return g_steal_pointer(&calls);
}

gboolean
hvr_machine_change_check(const GPtrArray *calls, const HvrDomain *domain, GError **error)
{
    gboolean is_active = hvr_domain_is_active(domain);

    for (guint i = 0; i < calls->len; i++) {
        const HvrMachineCall *call = calls->pdata[i];

        if (is_active && call->when == HVR_MACHINE_OFF)
            return hvr_fail(error, HVR_ERROR_STATE,
                            _("Hyper-V changes '%1$s' only while the domain is off, but '%2$s' is "
                              "running"),
                            call->title, domain->name);
        if (domain->is_saved && call->when != HVR_MACHINE_ALWAYS)
            return hvr_fail(error, HVR_ERROR_STATE,
                            _("Hyper-V does not change '%1$s' while there is a saved state of "
                              "'%2$s', discard it with managedsave-remove"),
                            call->title, domain->name);
    }

    return TRUE;
}
