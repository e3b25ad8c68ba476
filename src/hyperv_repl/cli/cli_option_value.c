/* cli_option_value.c: what stands behind an option, checked and counted
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_option_value.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cli_error.h"

/* clang-format off */
static const struct {
    const char *suffix;
    guint seconds;
} units[] = {
    { "",  1     },
    { "s", 1     },
    { "m", 60    },
    { "h", 3600  },
    { "d", 86400 },
};
/* clang-format on */

/* "90", and "30m" where a duration is meant. */
static gboolean
parse(const char *text, gboolean is_duration, guint64 *out_number)
{
    gsize n_digits = strspn(text, "0123456789");
    g_autofree char *digits = g_strndup(text, n_digits);
    guint64 number;

    if (!g_ascii_string_to_unsigned(digits, 10, 0, G_MAXINT64, &number, NULL))
        return FALSE;

    for (gsize i = 0; i < (is_duration ? G_N_ELEMENTS(units) : 1); i++) {
        if (g_str_equal(text + n_digits, units[i].suffix))
            return g_uint64_checked_mul(out_number, number, units[i].seconds);
    }

    return FALSE;
}

static gboolean
is_among(const char *words, const char *value)
{
    g_auto(GStrv) list = g_strsplit(words, "|", -1);

    return g_strv_contains((const char *const *)list, value);
}

gboolean
hvr_cli_option_check(const HvrCliOption *row, const char *value, GError **error)
{
    const char *words = row->kind == HVR_CLI_SWITCH ? "yes|no" : row->words;
    guint64 number;

    if (words != NULL && row->kind != HVR_CLI_FLAG && !is_among(words, value))
        return hvr_cli_fail(error, HVR_CLI_EXIT_USAGE,
                            _("'%1$s' is none of the values of '--%2$s'; use one of %3$s"), value,
                            row->name, words);
    if (row->kind == HVR_CLI_NUMBER && !parse(value, FALSE, &number))
        return hvr_cli_fail(error, HVR_CLI_EXIT_USAGE,
                            _("'%1$s' is no number; '--%2$s' takes one like 4"), value, row->name);
    if (row->kind == HVR_CLI_DURATION && !parse(value, TRUE, &number))
        return hvr_cli_fail(error, HVR_CLI_EXIT_USAGE,
                            _("'%1$s' is no duration; '--%2$s' takes one like 90s, 30m or 2h"),
                            value, row->name);

    return TRUE;
}

guint64
hvr_cli_option_parse_number(const HvrCliOption *row, const char *value)
{
    guint64 number = 0;

    return parse(value, row->kind == HVR_CLI_DURATION, &number) ? number : 0;
}

void
hvr_cli_option_add_param(const HvrCliOption *row,
                         const char *value,
                         virTypedParameterPtr *params,
                         int *n_params,
                         int *maximum)
{
    switch (row->kind) {
    case HVR_CLI_FLAG:
    case HVR_CLI_SWITCH:
        virTypedParamsAddBoolean(params, n_params, maximum, row->name, g_str_equal(value, "yes"));
        break;
    case HVR_CLI_NUMBER:
    case HVR_CLI_DURATION:
        virTypedParamsAddULLong(params, n_params, maximum, row->name,
                                hvr_cli_option_parse_number(row, value));
        break;
    case HVR_CLI_TEXT:
    case HVR_CLI_LIST:
        virTypedParamsAddString(params, n_params, maximum, row->name, value);
        break;
    }
}
