/* sim_wql_parser.c: WQL text becomes a tree
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_wql.h"

#include "sim_wql_token.h"
#include "wsman_duration.h"

/* Parentheses and NOTs inside each other; WMI has a quota too. */
#define MAX_DEPTH 64

typedef struct {
    GPtrArray *tokens;
    guint at;
    guint depth;
} Parser;

static HvsWqlNode *parse_or(Parser *parser);

static const HvsWqlToken *
peek(const Parser *parser)
{
    return g_ptr_array_index(parser->tokens, parser->at);
}

/* The last token is the end, which is never taken. */
static const HvsWqlToken *
take(Parser *parser, HvsWqlTokenKind kind)
{
    const HvsWqlToken *token = peek(parser);

    if (token->kind != kind)
        return NULL;
    parser->at++;

    return token;
}

static gboolean
take_word(Parser *parser, HvsWqlTokenKind kind, const char *text)
{
    const HvsWqlToken *token = peek(parser);

    if (token->kind != kind || g_ascii_strcasecmp(token->text, text) != 0)
        return FALSE;
    parser->at++;

    return TRUE;
}

#define take_keyword(parser, text) take_word(parser, HVS_WQL_TOKEN_NAME, text)
#define take_mark(parser, text)    take_word(parser, HVS_WQL_TOKEN_MARK, text)

static gboolean
take_name(Parser *parser, char **out_name)
{
    const HvsWqlToken *token = take(parser, HVS_WQL_TOKEN_NAME);

    if (token == NULL)
        return FALSE;
    *out_name = g_strdup(token->text);

    return TRUE;
}

static HvsWqlNode *
new_node(HvsWqlKind kind)
{
    HvsWqlNode *node = g_new0(HvsWqlNode, 1);

    node->kind = kind;
    if (kind != HVS_WQL_COMPARISON)
        node->children = g_ptr_array_new_with_free_func((GDestroyNotify)hvs_wql_node_free);

    return node;
}

void
hvs_wql_node_free(HvsWqlNode *node)
{
    if (node == NULL)
        return;

    g_clear_pointer(&node->children, g_ptr_array_unref);
    g_free(node->property);
    g_free(node->other);
    g_free(node->literal);
    g_free(node);
}

/* clang-format off */
static const struct {
    const char *mark;
    HvsWqlOperator operator;
    HvsWqlOperator mirrored;
} operators[] = {
    { "=",  HVS_WQL_EQUAL,         HVS_WQL_EQUAL         },
    { "<>", HVS_WQL_NOT_EQUAL,     HVS_WQL_NOT_EQUAL     },
    { "!=", HVS_WQL_NOT_EQUAL,     HVS_WQL_NOT_EQUAL     },
    { "<",  HVS_WQL_LESS,          HVS_WQL_GREATER       },
    { "<=", HVS_WQL_LESS_EQUAL,    HVS_WQL_GREATER_EQUAL },
    { ">",  HVS_WQL_GREATER,       HVS_WQL_LESS          },
    { ">=", HVS_WQL_GREATER_EQUAL, HVS_WQL_LESS_EQUAL    },
};
/* clang-format on */

/* "TargetInstance.Name" names a property of an object inside. */
static gboolean
parse_property(Parser *parser, char **out_property)
{
    const HvsWqlToken *token = take(parser, HVS_WQL_TOKEN_NAME);
    g_autoptr(GString) name = g_string_new(token != NULL ? token->text : NULL);

    while (token != NULL && take_mark(parser, ".")) {
        token = take(parser, HVS_WQL_TOKEN_NAME);
        if (token != NULL)
            g_string_append_printf(name, ".%s", token->text);
    }
    if (token == NULL)
        return FALSE;
    *out_property = g_string_free(g_steal_pointer(&name), FALSE);

    return TRUE;
}

/* One of the two is set; neither is NULL the literal. */
static gboolean
parse_operand(Parser *parser, char **out_property, char **out_literal)
{
    const HvsWqlToken *token = peek(parser);

    switch (token->kind) {
    case HVS_WQL_TOKEN_STRING:
    case HVS_WQL_TOKEN_NUMBER:
        *out_literal = g_strdup(token->text);
        break;
    case HVS_WQL_TOKEN_NAME:
        if (g_ascii_strcasecmp(token->text, "TRUE") == 0 ||
            g_ascii_strcasecmp(token->text, "FALSE") == 0)
            *out_literal = g_ascii_strdown(token->text, -1);
        else if (g_ascii_strcasecmp(token->text, "NULL") != 0)
            return parse_property(parser, out_property);
        break;
    case HVS_WQL_TOKEN_PATH:
    case HVS_WQL_TOKEN_MARK:
    case HVS_WQL_TOKEN_END:
    default:
        return FALSE;
    }
    parser->at++;

    return TRUE;
}

static gboolean
parse_operator(Parser *parser, gboolean mirrored, HvsWqlOperator *out_operator)
{
    for (gsize i = 0; i < G_N_ELEMENTS(operators); i++) {
        if (!take_mark(parser, operators[i].mark))
            continue;
        *out_operator = mirrored ? operators[i].mirrored : operators[i].operator;
        return TRUE;
    }

    return FALSE;
}

/* The tree has the property on the left, wherever the text has it. */
static HvsWqlNode *
parse_mirrored(Parser *parser, HvsWqlNode *mine)
{
    g_autoptr(HvsWqlNode) node = mine;

    if (!parse_operator(parser, TRUE, &node->operator) || !parse_property(parser, &node->property))
        return NULL;

    return g_steal_pointer(&node);
}

/* What follows the property in LIKE and ISA is a pattern or a class. */
static gboolean
parse_word_operator(Parser *parser, HvsWqlNode *node)
{
    const HvsWqlToken *token;

    if (take_keyword(parser, "ISA"))
        node->operator= HVS_WQL_ISA;
    else if (take_keyword(parser, "LIKE"))
        node->operator= HVS_WQL_LIKE;
    else
        return FALSE;

    token = take(parser, HVS_WQL_TOKEN_STRING);
    if (token == NULL && node->operator== HVS_WQL_ISA)
        token = take(parser, HVS_WQL_TOKEN_NAME);
    if (token == NULL)
        return FALSE;
    node->literal = g_strdup(token->text);

    return TRUE;
}

static HvsWqlNode *
parse_comparison(Parser *parser)
{
    g_autoptr(HvsWqlNode) node = new_node(HVS_WQL_COMPARISON);

    if (!parse_operand(parser, &node->property, &node->literal))
        return NULL;
    if (node->property == NULL)
        return parse_mirrored(parser, g_steal_pointer(&node));

    if (take_keyword(parser, "IS")) {
        node->operator= take_keyword(parser, "NOT") ? HVS_WQL_NOT_EQUAL : HVS_WQL_EQUAL;
        return take_keyword(parser, "NULL") ? g_steal_pointer(&node) : NULL;
    }
    if (parse_operator(parser, FALSE, &node->operator)
            ? parse_operand(parser, &node->other, &node->literal)
            : parse_word_operator(parser, node))
        return g_steal_pointer(&node);

    return NULL;
}

static HvsWqlNode *
parse_not(Parser *parser)
{
    g_autoptr(HvsWqlNode) child = NULL;
    HvsWqlNode *node;

    if (parser->depth == MAX_DEPTH)
        return NULL;
    parser->depth++;

    if (take_keyword(parser, "NOT")) {
        child = parse_not(parser);
        if (child == NULL)
            return NULL;
        node = new_node(HVS_WQL_NOT);
        g_ptr_array_add(node->children, g_steal_pointer(&child));
        child = node;
    } else if (take_mark(parser, "(")) {
        child = parse_or(parser);
        if (child == NULL || !take_mark(parser, ")"))
            return NULL;
    } else {
        child = parse_comparison(parser);
    }
    parser->depth--;

    return g_steal_pointer(&child);
}

/* Flat lists rather than pairs in pairs, so that a long one is not a deep one. */
static HvsWqlNode *
parse_list(Parser *parser,
           HvsWqlKind kind,
           const char *keyword,
           HvsWqlNode *(*parse_child)(Parser *parser))
{
    g_autoptr(HvsWqlNode) node = new_node(kind);

    do {
        HvsWqlNode *child = parse_child(parser);

        if (child == NULL)
            return NULL;
        g_ptr_array_add(node->children, child);
    } while (take_keyword(parser, keyword));

    return g_steal_pointer(&node);
}

static HvsWqlNode *
parse_and(Parser *parser)
{
    return parse_list(parser, HVS_WQL_AND, "AND", parse_not);
}

static HvsWqlNode *
parse_or(Parser *parser)
{
    return parse_list(parser, HVS_WQL_OR, "OR", parse_and);
}

static gboolean
parse_properties(Parser *parser, HvsWql *wql)
{
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();

    if (take_mark(parser, "*"))
        return TRUE;

    do {
        const HvsWqlToken *token = take(parser, HVS_WQL_TOKEN_NAME);

        if (token == NULL)
            return FALSE;
        g_strv_builder_add(builder, token->text);
    } while (take_mark(parser, ","));
    wql->properties = g_strv_builder_end(builder);

    return TRUE;
}

/* Seconds, with a fraction (MS-WMI 2.2.1). */
static gboolean
parse_within(Parser *parser, GTimeSpan *out_span)
{
    const HvsWqlToken *whole = take(parser, HVS_WQL_TOKEN_NUMBER);
    const HvsWqlToken *fraction = NULL;
    g_autofree char *text = NULL;

    if (whole == NULL)
        return FALSE;
    if (take_mark(parser, ".")) {
        fraction = take(parser, HVS_WQL_TOKEN_NUMBER);
        if (fraction == NULL)
            return FALSE;
    }
    text = g_strdup_printf("PT%s.%sS", whole->text, fraction != NULL ? fraction->text : "0");

    return hvr_wsman_duration_parse(text, out_span) && *out_span > 0;
}

static gboolean
parse_select(Parser *parser, HvsWql *wql, gboolean events)
{
    if (!parse_properties(parser, wql) || !take_keyword(parser, "FROM") ||
        !take_name(parser, &wql->class_name))
        return FALSE;
    if (events && take_keyword(parser, "WITHIN") && !parse_within(parser, &wql->within))
        return FALSE;
    if (!take_keyword(parser, "WHERE"))
        return TRUE;
    wql->where = parse_or(parser);

    return wql->where != NULL;
}

/* clang-format off */
static const struct {
    const char *name;
    gsize offset;
    gboolean of_references;
} clauses[] = {
    { "AssocClass",  offsetof(HvsAssociation, association_class), FALSE },
    { "ResultClass", offsetof(HvsAssociation, result_class),      TRUE  },
    { "Role",        offsetof(HvsAssociation, role),              TRUE  },
    { "ResultRole",  offsetof(HvsAssociation, result_role),       FALSE },
};
/* clang-format on */

static gboolean
parse_clause(Parser *parser, HvsAssociation *association)
{
    for (gsize i = 0; i < G_N_ELEMENTS(clauses); i++) {
        char **member = G_STRUCT_MEMBER_P(association, clauses[i].offset);

        if (!take_keyword(parser, clauses[i].name))
            continue;
        return *member == NULL && (clauses[i].of_references || !association->references) &&
               take_mark(parser, "=") && take_name(parser, member);
    }

    /* It only asks for less.  ClassDefsOnly and the qualifiers ask for the
     * schema, which is not served over WS-Man in a useful form. */
    return take_keyword(parser, "KeysOnly");
}

static gboolean
parse_association(Parser *parser, HvsWql *wql, gboolean references)
{
    HvsAssociation *association = g_new0(HvsAssociation, 1);
    const HvsWqlToken *path = NULL;

    wql->association = association;
    association->references = references;
    if (take_keyword(parser, "OF"))
        path = take(parser, HVS_WQL_TOKEN_PATH);
    if (path == NULL)
        return FALSE;
    association->source = g_strdup(path->text);
    if (!take_keyword(parser, "WHERE"))
        return TRUE;

    do {
        if (!parse_clause(parser, association))
            return FALSE;
    } while (peek(parser)->kind != HVS_WQL_TOKEN_END);

    return TRUE;
}

static gboolean
parse_query(Parser *parser, HvsWql *wql)
{
    if (take_keyword(parser, "SELECT"))
        return parse_select(parser, wql, FALSE);
    if (take_keyword(parser, "ASSOCIATORS"))
        return parse_association(parser, wql, FALSE);
    if (take_keyword(parser, "REFERENCES"))
        return parse_association(parser, wql, TRUE);

    return FALSE;
}

static gboolean
parse_event_query(Parser *parser, HvsWql *wql)
{
    return take_keyword(parser, "SELECT") && parse_select(parser, wql, TRUE);
}

static HvsWql *
parse_whole(const char *text, gboolean (*parse)(Parser *parser, HvsWql *wql))
{
    g_autoptr(GPtrArray) tokens = hvs_wql_token_list(text);
    g_autoptr(HvsWql) wql = g_new0(HvsWql, 1);
    Parser parser = { .tokens = tokens };

    if (tokens == NULL || !parse(&parser, wql) || peek(&parser)->kind != HVS_WQL_TOKEN_END)
        return NULL;

    return g_steal_pointer(&wql);
}

HvsWql *
hvs_wql_parse(const char *text)
{
    return parse_whole(text, parse_query);
}

HvsWql *
hvs_wql_parse_events(const char *text)
{
    return parse_whole(text, parse_event_query);
}

void
hvs_wql_free(HvsWql *wql)
{
    if (wql == NULL)
        return;

    hvs_association_free(wql->association);
    g_strfreev(wql->properties);
    g_free(wql->class_name);
    hvs_wql_node_free(wql->where);
    g_free(wql);
}
