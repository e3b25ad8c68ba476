/* sim_wql_token.h: the words of a WQL query
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HvsWqlTokenKind:
 * @HVS_WQL_TOKEN_NAME: a keyword, class or property
 * @HVS_WQL_TOKEN_STRING: quoted; the text is without quotes and escapes
 * @HVS_WQL_TOKEN_NUMBER: an integer, with sign
 * @HVS_WQL_TOKEN_PATH: {...}; the text is what stands between the braces
 * @HVS_WQL_TOKEN_MARK: an operator, parenthesis, comma, dot or asterisk
 * @HVS_WQL_TOKEN_END: nothing more; always the last one
 */
typedef enum {
    HVS_WQL_TOKEN_NAME,
    HVS_WQL_TOKEN_STRING,
    HVS_WQL_TOKEN_NUMBER,
    HVS_WQL_TOKEN_PATH,
    HVS_WQL_TOKEN_MARK,
    HVS_WQL_TOKEN_END,
} HvsWqlTokenKind;

typedef struct {
    HvsWqlTokenKind kind;
    char *text;
} HvsWqlToken;

/** hvs_wql_token_list: (transfer full) (nullable) (element-type HvsWqlToken): %NULL for a stray or
 * open character */
GPtrArray *hvs_wql_token_list(const char *query);

G_END_DECLS
