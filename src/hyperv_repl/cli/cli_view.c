/* cli_view.c: which rows and columns of some records are shown
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_view.h"

#include "cli_answer.h"
#include "cli_text.h"

static const HvrCliRow *
get_row(const HvrCliView *self, guint row)
{
    return &g_array_index(self->rows, HvrCliRow, row);
}

char *
hvr_cli_view_get_text(const HvrCliView *self, const HvrCliColumn *column, guint row)
{
    g_autofree char *text = hvr_cli_text_format(column, get_row(self, row));

    return text != NULL ? g_utf8_make_valid(text, -1) : g_strdup("");
}

const char *
hvr_cli_view_find_colour(const HvrCliView *self, const HvrCliColumn *column, guint row)
{
    return hvr_cli_text_find_colour(column, get_row(self, row));
}

static void
add_rows(HvrCliView *self, JsonObject *record)
{
    const char *expand = self->layout->expand;
    JsonArray *array = expand != NULL ? hvr_cli_answer_get_array(record, expand) : NULL;
    HvrCliRow row = { .record = record };

    for (guint i = 0; array != NULL && i < json_array_get_length(array); i++) {
        JsonNode *element = json_array_get_element(array, i);

        row.element = JSON_NODE_HOLDS_OBJECT(element) ? json_node_get_object(element) : NULL;
        g_array_append_val(self->rows, row);
    }
    /* Who has nothing to expand is still there. */
    if (array == NULL || json_array_get_length(array) == 0)
        g_array_append_val(self->rows, row);
}

static gboolean
is_varied(const HvrCliView *self, const HvrCliColumn *column)
{
    g_autofree char *seen = NULL;

    for (guint i = 0; i < self->rows->len; i++) {
        g_autofree char *text = hvr_cli_view_get_text(self, column, i);

        /* Who has none does not count: a machine without replication has no leg. */
        if (text[0] == '\0')
            continue;
        if (seen != NULL && !g_str_equal(text, seen))
            return TRUE;
        g_free(seen);
        seen = g_steal_pointer(&text);
    }

    return FALSE;
}

static gboolean
is_anywhere(const HvrCliView *self, const HvrCliColumn *column)
{
    for (guint i = 0; i < self->rows->len; i++) {
        g_autofree char *text = hvr_cli_view_get_text(self, column, i);

        if (text[0] != '\0')
            return TRUE;
    }

    return FALSE;
}

static void
choose_columns(HvrCliView *self)
{
    for (const HvrCliColumn *column = self->layout->columns; column->title != NULL; column++) {
        if ((column->traits & HVR_CLI_IF_MANY_HOSTS && self->n_hosts < 2) ||
            (column->traits & HVR_CLI_IF_ANY && !is_anywhere(self, column)) ||
            (column->traits & HVR_CLI_IF_VARIED && !is_varied(self, column)))
            continue;
        g_ptr_array_add(self->columns, (gpointer)column);
    }
}

HvrCliView *
hvr_cli_view_new(const HvrCliSession *session,
                 const HvrCliLayout *layout,
                 JsonArray *records,
                 guint n_hosts)
{
    HvrCliView *self = g_new0(HvrCliView, 1);

    self->session = session;
    self->layout = layout;
    self->n_hosts = n_hosts;
    self->rows = g_array_new(FALSE, FALSE, sizeof(HvrCliRow));
    self->columns = g_ptr_array_new();
    for (guint i = 0; i < json_array_get_length(records); i++) {
        JsonObject *record = json_array_get_object_element(records, i);

        if (layout->only == NULL ||
            json_object_get_boolean_member_with_default(record, layout->only, FALSE))
            add_rows(self, record);
    }
    choose_columns(self);

    return self;
}

void
hvr_cli_view_free(HvrCliView *self)
{
    if (self == NULL)
        return;

    g_array_unref(self->rows);
    g_ptr_array_unref(self->columns);
    g_free(self);
}
