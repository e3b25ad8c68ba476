/* test_sim_fragment.c: one property of an instance
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "service_fixture.h"

typedef struct {
    const char *name;
    const char *path;
    const char *expect;
} FragmentCase;

#define START_TAG "<w:XmlFragment>"
#define P_NAME    "<p1:Name xmlns:p1=\"" CS "\">" GUID "</p1:Name>"

/* clang-format off */
static const FragmentCase fragment_cases[] = {
    { "element",     "Name",              START_TAG P_NAME "</w:XmlFragment>" },
    { "first",       "Name[1]",           START_TAG P_NAME "</w:XmlFragment>" },
    { "text",        "ElementName/text()", START_TAG "web</w:XmlFragment>" },
    { "first-text",  "ElementName[1]/text()", START_TAG "web</w:XmlFragment>" },
    { "second",      "Name[2]",           "<w:XmlFragment/>" },
    { "absent",      "Nope",              "<w:XmlFragment/>" },
    { "case",        "name",              "<w:XmlFragment/>" },
};
/* clang-format on */

static void
test_fragment(Fixture *f, gconstpointer data)
{
    const FragmentCase *c = data;
    g_autofree char *more = g_strconcat(VM_KEYS "<w:FragmentTransfer s:mustUnderstand=\"1\">",
                                        c->path, "</w:FragmentTransfer>", NULL);
    g_auto(Answer) answer = ask(f, GET, CS, more, "");
    xmlNode *fragment = (xmlNode *)assert_response(&answer, HVR_NS_W, "XmlFragment");
    g_autofree char *text = hvr_xml_format_flat(fragment);

    g_assert_cmpstr(text, ==, c->expect);
    g_assert_null(hvr_xml_next_element(fragment));
    assert_text(answer.header, HVR_NS_W, "FragmentTransfer", c->path);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    add_cases("/sim/fragment/", fragment_cases, test_fragment);

    return g_test_run();
}
