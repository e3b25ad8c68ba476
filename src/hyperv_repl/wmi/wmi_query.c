/* wmi_query.c: WQL with its one quoting
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wmi_query.h"

#include <string.h>

struct _HvrWmiQuery {
    GString *text;
    gboolean has_condition;
};

HvrWmiQuery *
hvr_wmi_query_new(const char *properties, const char *class_name)
{
    HvrWmiQuery *query = g_new0(HvrWmiQuery, 1);

    query->text = g_string_new(NULL);
    g_string_append_printf(query->text, "SELECT %s FROM %s", properties != NULL ? properties : "*",
                           class_name);

    return query;
}

void
hvr_wmi_query_free(HvrWmiQuery *query)
{
    if (query == NULL)
        return;

    g_string_free(query->text, TRUE);
    g_free(query);
}

static void
add_condition(HvrWmiQuery *query, const char *property, const char *comparison, const char *literal)
{
    g_string_append_printf(query->text, " %s %s %s %s", query->has_condition ? "AND" : "WHERE",
                           property, comparison, literal);
    query->has_condition = TRUE;
}

void
hvr_wmi_query_where(HvrWmiQuery *query,
                    const char *property,
                    const char *comparison,
                    const char *value)
{
    g_autofree char *literal = hvr_wmi_query_quote(value);

    add_condition(query, property, comparison, literal);
}

void
hvr_wmi_query_where_uint(HvrWmiQuery *query,
                         const char *property,
                         const char *comparison,
                         guint64 value)
{
    g_autofree char *literal = g_strdup_printf("%" G_GUINT64_FORMAT, value);

    add_condition(query, property, comparison, literal);
}

const char *
hvr_wmi_query_get_text(const HvrWmiQuery *query)
{
    return query->text->str;
}

/* Both kinds of quote are escaped, so that nobody has to know which one is in use. */
char *
hvr_wmi_query_quote(const char *value)
{
    GString *literal = g_string_new("'");

    for (; *value != '\0'; value++) {
        if (strchr("\\'\"", *value) != NULL)
            g_string_append_c(literal, '\\');
        g_string_append_c(literal, *value);
    }
    g_string_append_c(literal, '\'');

    return g_string_free(literal, FALSE);
}

/* WQL's LIKE has no escape character: a wildcard stands for itself in brackets. */
char *
hvr_wmi_query_escape_like(const char *value)
{
    GString *pattern = g_string_new(NULL);

    for (; *value != '\0'; value++) {
        if (strchr("%_[", *value) != NULL)
            g_string_append_printf(pattern, "[%c]", *value);
        else
            g_string_append_c(pattern, *value);
    }

    return g_string_free(pattern, FALSE);
}

char *
hvr_wmi_query_associators(const char *path, const char *association, const char *result)
{
    GString *text = g_string_new(NULL);

    g_string_append_printf(text, "ASSOCIATORS OF {%s}", path);
    if (association != NULL || result != NULL)
        g_string_append(text, " WHERE");
    if (association != NULL)
        g_string_append_printf(text, " AssocClass = %s", association);
    if (result != NULL)
        g_string_append_printf(text, " ResultClass = %s", result);

    return g_string_free(text, FALSE);
}

char *
hvr_wmi_query_references(const char *path, const char *result)
{
    return g_strdup_printf("REFERENCES OF {%s} WHERE ResultClass = %s", path, result);
}
