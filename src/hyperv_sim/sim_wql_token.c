/* sim_wql_token.c: the words of a WQL query
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_wql_token.h"

#include <string.h>

/* The longer ones first. */
static const char *const marks[] = {
    "<=", ">=", "<>", "!=", "=", "<", ">", "(", ")", ",", "*", "."
};

static void
token_free(gpointer data)
{
    HvsWqlToken *token = data;

    g_free(token->text);
    g_free(token);
}

static void
add_token(GPtrArray *tokens, HvsWqlTokenKind kind, char *text)
{
    HvsWqlToken *token = g_new0(HvsWqlToken, 1);

    token->kind = kind;
    token->text = text;
    g_ptr_array_add(tokens, token);
}

/* A backslash protects quotes and itself.  Before anything else it stands for
 * itself: clients forget to double it in paths, and that WMI forgives them is
 * inferred. */
static const char *
read_string(GPtrArray *tokens, const char *at)
{
    char quote = *at++;
    g_autoptr(GString) text = g_string_new(NULL);

    for (; *at != quote; at++) {
        if (*at == '\\' && at[1] != '\0' && strchr("\\'\"", at[1]) != NULL)
            at++;
        if (*at == '\0')
            return NULL;
        g_string_append_c(text, *at);
    }
    add_token(tokens, HVS_WQL_TOKEN_STRING, g_string_free(g_steal_pointer(&text), FALSE));

    return at + 1;
}

/* The path's own quotes may hide a brace. */
static const char *
read_path(GPtrArray *tokens, const char *at)
{
    const char *start = ++at;
    char quote = '\0';

    for (; *at != '}' || quote != '\0'; at++) {
        if (*at == '\\' && at[1] != '\0')
            at++;
        else if (*at == '\0')
            return NULL;
        else if (quote != '\0')
            quote = *at == quote ? '\0' : quote;
        else if (*at == '\'' || *at == '"')
            quote = *at;
    }
    add_token(tokens, HVS_WQL_TOKEN_PATH, g_strstrip(g_strndup(start, (gsize)(at - start))));

    return at + 1;
}

static const char *
read_run(GPtrArray *tokens, HvsWqlTokenKind kind, const char *at)
{
    const char *start = at++;

    while (g_ascii_isalnum(*at) || *at == '_')
        at++;
    add_token(tokens, kind, g_strndup(start, (gsize)(at - start)));

    return at;
}

static const char *
read_mark(GPtrArray *tokens, const char *at)
{
    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++) {
        if (!g_str_has_prefix(at, marks[i]))
            continue;
        add_token(tokens, HVS_WQL_TOKEN_MARK, g_strdup(marks[i]));
        return at + strlen(marks[i]);
    }

    return NULL;
}

static const char *
read_token(GPtrArray *tokens, const char *at)
{
    if (*at == '\'' || *at == '"')
        return read_string(tokens, at);
    if (*at == '{')
        return read_path(tokens, at);
    if (g_ascii_isalpha(*at) || *at == '_')
        return read_run(tokens, HVS_WQL_TOKEN_NAME, at);
    if (g_ascii_isdigit(*at) || ((*at == '-' || *at == '+') && g_ascii_isdigit(at[1])))
        return read_run(tokens, HVS_WQL_TOKEN_NUMBER, at);

    return read_mark(tokens, at);
}

GPtrArray *
hvs_wql_token_list(const char *query)
{
    g_autoptr(GPtrArray) tokens = g_ptr_array_new_with_free_func(token_free);
    const char *at = query;

    for (;;) {
        while (g_ascii_isspace(*at))
            at++;
        if (*at == '\0')
            break;
        at = read_token(tokens, at);
        if (at == NULL)
            return NULL;
    }
    add_token(tokens, HVS_WQL_TOKEN_END, g_strdup(""));

    return g_steal_pointer(&tokens);
}
