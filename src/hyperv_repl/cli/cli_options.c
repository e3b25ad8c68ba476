/* cli_options.c: options of a command: how they are described, parsed and read
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_options.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cli_error.h"
#include "cli_option_value.h"

struct _HvrCliOptions {
    GPtrArray *rows;     /* const HvrCliOption, those that may occur */
    GHashTable *given;   /* name -> GPtrArray of its values, ended by NULL */
    GPtrArray *operands; /* ended by NULL */
};

static const char *const nothing[] = { NULL };

void
hvr_cli_options_free(HvrCliOptions *self)
{
    if (self == NULL)
        return;

    g_ptr_array_unref(self->rows);
    g_hash_table_unref(self->given);
    g_ptr_array_unref(self->operands);
    g_free(self);
}

static const HvrCliOption *
find(const HvrCliOptions *self, const char *name, gsize n_name)
{
    for (guint i = 0; i < self->rows->len; i++) {
        const HvrCliOption *row = self->rows->pdata[i];

        if (strlen(row->name) == n_name && strncmp(row->name, name, n_name) == 0)
            return row;
    }

    return NULL;
}

static const HvrCliOption *
find_letter(const HvrCliOptions *self, char letter)
{
    for (guint i = 0; i < self->rows->len; i++) {
        const HvrCliOption *row = self->rows->pdata[i];

        if (letter != '\0' && row->letter == letter)
            return row;
    }

    return NULL;
}

static HvrCliOptions *
new_empty(const HvrCliOption *const *tables)
{
    HvrCliOptions *self = g_new0(HvrCliOptions, 1);

    self->rows = g_ptr_array_new();
    self->given =
        g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
    self->operands = g_ptr_array_new_with_free_func(g_free);
    for (; *tables != NULL; tables++) {
        for (const HvrCliOption *row = *tables; row->name != NULL; row++)
            g_ptr_array_add(self->rows, (gpointer)row);
    }

    return self;
}

static gboolean
store(HvrCliOptions *self, const HvrCliOption *row, const char *value, GError **error)
{
    GPtrArray *values = g_hash_table_lookup(self->given, row->name);

    if (!hvr_cli_option_check(row, value, error))
        return FALSE;

    if (values == NULL) {
        values = g_ptr_array_new_with_free_func(g_free);
        g_ptr_array_add(values, NULL);
        g_hash_table_insert(self->given, (gpointer)row->name, values);
    }
    values->pdata[values->len - 1] = g_strdup(value);
    g_ptr_array_add(values, NULL);

    return TRUE;
}

gboolean
hvr_cli_options_set(HvrCliOptions *self, const char *name, const char *value, GError **error)
{
    const HvrCliOption *row = find(self, name, strlen(name));

    g_return_val_if_fail(row != NULL, FALSE);

    return store(self, row, value, error);
}

/* "--name", "--name=value" or "--name value"; @words stands on the option. */
static gboolean
parse_long(HvrCliOptions *self, const char *const **words, GError **error)
{
    const char *word = **words + 2;
    const char *equals = strchr(word, '=');
    gsize n_name = equals != NULL ? (gsize)(equals - word) : strlen(word);
    const HvrCliOption *row = find(self, word, n_name);

    if (row == NULL || row->traits & HVR_CLI_OPERAND)
        return hvr_cli_fail(error, HVR_CLI_EXIT_USAGE,
                            _("no option '%.*s' here; '--help' shows those there are"),
                            (int)n_name + 2, **words);
    if (row->kind == HVR_CLI_FLAG && equals != NULL)
        return hvr_cli_fail(error, HVR_CLI_EXIT_USAGE, _("option '--%s' takes no value"),
                            row->name);
    if (row->kind == HVR_CLI_FLAG)
        return store(self, row, "yes", error);
    if (equals != NULL)
        return store(self, row, equals + 1, error);
    if ((*words)[1] == NULL)
        return hvr_cli_fail(error, HVR_CLI_EXIT_USAGE, _("option '--%s' needs a value"), row->name);

    (*words)++;
    return store(self, row, **words, error);
}

/* "-rq", "-cURI" or "-c URI". */
static gboolean
parse_letters(HvrCliOptions *self, const char *const **words, GError **error)
{
    for (const char *letter = **words + 1; *letter != '\0'; letter++) {
        const HvrCliOption *row = find_letter(self, *letter);

        if (row == NULL)
            return hvr_cli_fail(error, HVR_CLI_EXIT_USAGE,
                                _("no option '%s' here; '--help' shows those there are"), **words);
        if (row->kind == HVR_CLI_FLAG) {
            if (!store(self, row, "yes", error))
                return FALSE;
            continue;
        }
        if (letter[1] != '\0')
            return store(self, row, letter + 1, error);
        if ((*words)[1] == NULL)
            return hvr_cli_fail(error, HVR_CLI_EXIT_USAGE, _("option '-%c' needs a value"),
                                *letter);
        (*words)++;
        return store(self, row, **words, error);
    }

    return TRUE;
}

static void
take_rest(HvrCliOptions *self, const char *const *words)
{
    for (; *words != NULL; words++)
        g_ptr_array_add(self->operands, g_strdup(*words));
}

HvrCliOptions *
hvr_cli_options_parse(const HvrCliOption *const *tables,
                      const char *const *words,
                      gboolean stop_at_operand,
                      GError **error)
{
    g_autoptr(HvrCliOptions) self = new_empty(tables);

    for (; *words != NULL; words++) {
        gboolean is_option = (*words)[0] == '-' && (*words)[1] != '\0';

        if (g_str_equal(*words, "--")) {
            take_rest(self, words + 1);
            break;
        }
        if (!is_option && stop_at_operand) {
            take_rest(self, words);
            break;
        }
        if (!is_option)
            g_ptr_array_add(self->operands, g_strdup(*words));
        else if ((*words)[1] == '-' ? !parse_long(self, &words, error)
                                    : !parse_letters(self, &words, error))
            return NULL;
    }
    g_ptr_array_add(self->operands, NULL);

    return g_steal_pointer(&self);
}

const char *const *
hvr_cli_options_get_operands(const HvrCliOptions *self)
{
    return (const char *const *)self->operands->pdata;
}

const char *const *
hvr_cli_options_get_list(const HvrCliOptions *self, const char *name)
{
    GPtrArray *values = g_hash_table_lookup(self->given, name);

    return values != NULL ? (const char *const *)values->pdata : nothing;
}

gboolean
hvr_cli_options_has(const HvrCliOptions *self, const char *name)
{
    return g_hash_table_contains(self->given, name);
}

const char *
hvr_cli_options_get_text(const HvrCliOptions *self, const char *name)
{
    GPtrArray *values = g_hash_table_lookup(self->given, name);

    return values != NULL ? values->pdata[values->len - 2] : NULL;
}

gboolean
hvr_cli_options_is_set(const HvrCliOptions *self, const char *name)
{
    return g_strcmp0(hvr_cli_options_get_text(self, name), "yes") == 0;
}

guint64
hvr_cli_options_get_number(const HvrCliOptions *self, const char *name, guint64 otherwise)
{
    const char *text = hvr_cli_options_get_text(self, name);

    return text != NULL ? hvr_cli_option_parse_number(find(self, name, strlen(name)), text)
                        : otherwise;
}

void
hvr_cli_options_list_params(const HvrCliOptions *self,
                            virTypedParameterPtr *out_params,
                            int *out_n_params)
{
    int maximum = 0;

    *out_params = NULL;
    *out_n_params = 0;
    for (guint i = 0; i < self->rows->len; i++) {
        const HvrCliOption *row = self->rows->pdata[i];
        const char *const *values = hvr_cli_options_get_list(self, row->name);

        if (!(row->traits & HVR_CLI_PARAM) || values[0] == NULL)
            continue;
        if (row->kind != HVR_CLI_LIST)
            values += g_strv_length((GStrv)values) - 1;
        for (; *values != NULL; values++)
            hvr_cli_option_add_param(row, *values, out_params, out_n_params, &maximum);
    }
}
