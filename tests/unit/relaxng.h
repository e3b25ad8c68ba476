/* relaxng.h: documents held against schemas/
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <libxml/relaxng.h>
#include <string.h>

#include "hvr_xml.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlRelaxNG, xmlRelaxNGFree)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlRelaxNGParserCtxt, xmlRelaxNGFreeParserCtxt)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlRelaxNGValidCtxt, xmlRelaxNGFreeValidCtxt)

static void
relaxng_on_error(void *user_data, const char *format, ...)
{
    /* Whoever asks wants to know whether, and most ask for documents that are wrong. */
}

/* relaxng_accepts: whether @text is valid for schemas/@schema */
static inline gboolean
relaxng_accepts(const char *schema, const char *text)
{
    g_autofree char *path = g_test_build_filename(G_TEST_DIST, "..", "schemas", schema, NULL);
    g_autoptr(xmlRelaxNGParserCtxt) parser = xmlRelaxNGNewParserCtxt(path);
    g_autoptr(xmlRelaxNG) grammar = xmlRelaxNGParse(parser);
    g_autoptr(xmlRelaxNGValidCtxt) validator = xmlRelaxNGNewValidCtxt(grammar);
    g_autoptr(xmlDoc) doc = hvr_xml_parse(text, strlen(text), NULL);

    g_assert_nonnull(grammar);
    g_assert_nonnull(doc);
    xmlRelaxNGSetValidErrors(validator, relaxng_on_error, relaxng_on_error, NULL);

    return xmlRelaxNGValidateDoc(validator, doc) == 0;
}
