/* sim_wql_like.c: WQL's LIKE
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_wql.h"

/* The element of the pattern behind @at: a set "[...]", or one character.  An
 * open bracket that nothing closes stands for itself. */
static const gunichar *
skip_element(const gunichar *at)
{
    const gunichar *end = at + 1;

    if (*at != '[')
        return end;
    /* A bracket right behind the opening one is a member, not the end. */
    if (*end == '^')
        end++;
    if (*end != 0)
        end++;
    while (*end != ']' && *end != 0)
        end++;

    return *end == ']' ? end + 1 : at + 1;
}

static gboolean
set_has(const gunichar *at, const gunichar *end, gunichar c)
{
    gboolean negated = *at == '^';
    gboolean found = FALSE;

    at += negated ? 1 : 0;
    while (at < end) {
        gboolean is_range = at + 2 < end && at[1] == '-';

        found |= is_range ? c >= at[0] && c <= at[2] : c == at[0];
        at += is_range ? 3 : 1;
    }

    return found != negated;
}

static gboolean
element_matches(const gunichar *element, const gunichar *end, gunichar c)
{
    if (*element == '_')
        return TRUE;
    if (end - element > 1)
        return set_has(element + 1, end - 1, c);

    return *element == c;
}

/* Goes back to the last % only, so the time is at most the product of the lengths. */
static gboolean
match(const gunichar *pattern, const gunichar *text)
{
    const gunichar *resume_pattern = NULL;
    const gunichar *resume_text = NULL;

    while (*text != 0) {
        if (*pattern == '%') {
            resume_pattern = ++pattern;
            resume_text = text;
        } else if (*pattern != 0 && element_matches(pattern, skip_element(pattern), *text)) {
            pattern = skip_element(pattern);
            text++;
        } else if (resume_pattern != NULL) {
            pattern = resume_pattern;
            text = ++resume_text;
        } else {
            return FALSE;
        }
    }
    while (*pattern == '%')
        pattern++;

    return *pattern == 0;
}

static gunichar *
fold(const char *text)
{
    g_autofree char *folded = g_utf8_casefold(text, -1);

    return g_utf8_to_ucs4_fast(folded, -1, NULL);
}

gboolean
hvs_wql_like(const char *pattern, const char *text)
{
    g_autofree gunichar *folded_pattern = fold(pattern);
    g_autofree gunichar *folded_text = fold(text);

    return match(folded_pattern, folded_text);
}
