/* machine_merge.c: values that a document says twice, in libvirt's words and in the driver's own
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "machine_merge.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hvr_error.h"

/* Of what is compared and copied as it lies there. */
static gsize
get_size(HvrMachineFieldType type)
{
    switch (type) {
    case HVR_FIELD_UINT64:
    case HVR_FIELD_SECONDS:
        return sizeof(guint64);
    case HVR_FIELD_BOOLEAN:
    case HVR_FIELD_UINT:
    case HVR_FIELD_NAME:
        return sizeof(guint);
    case HVR_FIELD_TEXT:
    case HVR_FIELD_TAGS:
        break;
    }

    return 0;
}

static gboolean
is_equal_tags(const GArray *a, const GArray *b)
{
    guint n_a = a != NULL ? a->len : 0;
    guint n_b = b != NULL ? b->len : 0;

    return n_a == n_b && (n_a == 0 || memcmp(a->data, b->data, n_a * sizeof(guint16)) == 0);
}

static gboolean
is_equal(const HvrMachineField *field, gconstpointer a, gconstpointer b)
{
    gconstpointer one = (const char *)a + field->offset;
    gconstpointer other = (const char *)b + field->offset;

    if (field->type == HVR_FIELD_TEXT)
        return g_strcmp0(*(char *const *)one, *(char *const *)other) == 0;
    if (field->type == HVR_FIELD_TAGS)
        return is_equal_tags(*(GArray *const *)one, *(GArray *const *)other);

    return memcmp(one, other, get_size(field->type)) == 0;
}

static void
copy(const HvrMachineField *field, gconstpointer from, gpointer to)
{
    gconstpointer source = (const char *)from + field->offset;
    gpointer place = (char *)to + field->offset;

    if (field->type == HVR_FIELD_TEXT) {
        g_free(*(char **)place);
        *(char **)place = g_strdup(*(char *const *)source);
    } else if (field->type == HVR_FIELD_TAGS) {
        g_clear_pointer((GArray **)place, g_array_unref);
        if (*(GArray *const *)source != NULL)
            *(GArray **)place = g_array_copy(*(GArray *const *)source);
    } else {
        memcpy(place, source, get_size(field->type));
    }
}

gboolean
hvr_machine_merge(const HvrMachineField *fields,
                  gconstpointer base,
                  gconstpointer noted,
                  gpointer value,
                  GError **error)
{
    for (const HvrMachineField *field = fields; field->element != NULL; field++) {
        if (is_equal(field, noted, base) || is_equal(field, noted, value))
            continue;
        if (!is_equal(field, value, base))
            return hvr_fail(error, HVR_ERROR_XML,
                            _("attribute '%1$s' of element '%2$s' contradicts what the document "
                              "says elsewhere"),
                            field->attribute, field->element);
        copy(field, noted, value);
    }

    return TRUE;
}
