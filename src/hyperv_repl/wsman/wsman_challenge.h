/* wsman_challenge.h: the ways to authenticate that a host offers
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What WWW-Authenticate says (RFC 7235 2.1, 4.1), in one header or several.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HvrWsmanChallenge:
 * @scheme: as the host writes it; not case-sensitive
 * @token: (nullable): what stands behind it where that is no parameter, not decoded
 */
typedef struct {
    char *scheme;
    char *token;
} HvrWsmanChallenge;

/** hvr_wsman_challenge_list_new: (transfer full): an empty list of #HvrWsmanChallenge */
GPtrArray *hvr_wsman_challenge_list_new(void);

/**
 * hvr_wsman_challenge_parse:
 * @header: the header's value
 * @list: what is found is added to it
 *
 * Whatever is no challenge is skipped: nothing can be answered to it.
 */
void hvr_wsman_challenge_parse(const char *header, GPtrArray *list);

/**
 * hvr_wsman_challenge_find:
 *
 * Returns: (transfer none) (nullable): the one of @scheme, one with a token first
 */
const HvrWsmanChallenge *hvr_wsman_challenge_find(const GPtrArray *list, const char *scheme);

/** hvr_wsman_challenge_describe: (transfer full): "'Negotiate', 'Basic'", for messages */
char *hvr_wsman_challenge_describe(const GPtrArray *list);

G_END_DECLS
