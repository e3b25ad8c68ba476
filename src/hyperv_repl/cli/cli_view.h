/* cli_view.h: which rows and columns of some records are shown
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "cli_report.h"
#include "cli_session.h"

G_BEGIN_DECLS

/**
 * HvrCliView:
 * @rows: (element-type HvrCliRow)
 * @columns: (element-type HvrCliColumn): those that are worth it
 * @n_hosts: how many hosts were asked
 * @width: columns of the terminal
 */
typedef struct {
    const HvrCliSession *session;
    const HvrCliLayout *layout;
    GArray *rows;
    GPtrArray *columns;
    guint n_hosts;
    guint width;
} HvrCliView;

HvrCliView *hvr_cli_view_new(const HvrCliSession *session,
                             const HvrCliLayout *layout,
                             JsonArray *records,
                             guint n_hosts);
void hvr_cli_view_free(HvrCliView *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrCliView, hvr_cli_view_free)

/** hvr_cli_view_get_text: (transfer full): never %NULL, valid UTF-8 */
char *hvr_cli_view_get_text(const HvrCliView *self, const HvrCliColumn *column, guint row);

/** hvr_cli_view_find_colour: (nullable): see hvr_cli_text_find_colour() */
const char *hvr_cli_view_find_colour(const HvrCliView *self, const HvrCliColumn *column, guint row);

G_END_DECLS
