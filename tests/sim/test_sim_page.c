/* test_sim_page.c: as many items as fit an answer
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "enumeration_fixture.h"

#define OPTIMIZED(more)                                                                            \
    "<n:Enumerate><w:OptimizeEnumeration/><w:MaxElements>32000</w:MaxElements>" more               \
    "<w:Filter Dialect=\"" WQL "\">SELECT * FROM Msvm_ComputerSystem WHERE Caption = "             \
    "'Virtual Machine'</w:Filter></n:Enumerate>"

typedef struct {
    const char *name;
    guint switch_value;
    guint max_items;
    const char *wanted;
    guint n_expect;
} FirstCase;

/* Of ten; 2003 R2 gave all that it was asked for, others may give none. */
/* clang-format off */
static const FirstCase first_cases[] = {
    { "one",          1,     32000, "<w:MaxElements>32000</w:MaxElements>", 1  },
    { "all",          32000, 32000, "<w:MaxElements>32000</w:MaxElements>", 10 },
    { "as-wanted",    32000, 32000, "<w:MaxElements>4</w:MaxElements>",     4  },
    { "as-granted",   32000, 3,     "<w:MaxElements>4</w:MaxElements>",     3  },
    { "none-wanted",  32000, 32000, "",                                     1  },
};
/* clang-format on */

static void
test_enumerate_first(Fixture *f, gconstpointer data)
{
    const FirstCase *c = data;
    g_autofree char *body = g_strconcat("<n:Enumerate><w:OptimizeEnumeration/>", c->wanted,
                                        "<w:Filter Dialect=\"" WQL "\">SELECT * FROM "
                                        "Msvm_ComputerSystem WHERE Caption = 'Virtual Machine'"
                                        "</w:Filter></n:Enumerate>",
                                        NULL);
    g_auto(Answer) open = { 0 };
    const xmlNode *response;

    for (guint i = 0; i < 9; i++)
        hvs_vm_new(f->host, "another", NULL);
    f->world->switches.first_page_items = c->switch_value;
    f->host->winrm.max_items = c->max_items;
    open = ask(f, ENUMERATE, V2 "*", "", body);
    response = assert_response(&open, HVR_NS_N, "EnumerateResponse");
    g_assert_cmpuint(count_children(hvr_xml_find(response, HVR_NS_W, "Items")), ==, c->n_expect);
    g_assert_cmpint(hvr_xml_find(response, HVR_NS_W, "EndOfSequence") != NULL, ==,
                    c->n_expect == 10);
}

/* As if it had not been asked for. */
static void
test_enumerate_first_none(Fixture *f, gconstpointer data)
{
    g_auto(Answer) open = { 0 };
    g_auto(Answer) rest = { 0 };
    const xmlNode *response;
    g_autofree char *context = NULL;

    f->world->switches.first_page_items = 0;
    open = ask(f, ENUMERATE, V2 "*", "", OPTIMIZED(""));
    response = assert_response(&open, HVR_NS_N, "EnumerateResponse");
    g_assert_null(hvr_xml_find(response, HVR_NS_W, "Items"));
    g_assert_null(hvr_xml_find(response, HVR_NS_W, "EndOfSequence"));
    context = dup_context(response);
    rest = pull(f, context, "");
    response = assert_response(&rest, HVR_NS_N, "PullResponse");
    g_assert_cmpuint(count_children(hvr_xml_find(response, HVR_NS_N, "Items")), ==, 1);
}

static void
test_enumerate_contexts_stay(Fixture *f, gconstpointer data)
{
    g_auto(Answer) open = ask(f, ENUMERATE, V2 "CIM_ManagedElement", "", "<n:Enumerate/>");
    g_autofree char *context = dup_context(assert_response(&open, HVR_NS_N, "EnumerateResponse"));
    g_autofree char *next = NULL;
    g_auto(Answer) first = { 0 };
    g_auto(Answer) second = { 0 };

    f->world->switches.contexts_stay = TRUE;
    first = pull(f, context, "");
    next = dup_context(assert_response(&first, HVR_NS_N, "PullResponse"));
    g_assert_cmpstr(next, ==, context);
    second = pull(f, context, "");
    assert_response(&second, HVR_NS_N, "PullResponse");
}

/* MaxBatchItems is more than nobody may ask for. */
static void
test_enumerate_max_items(Fixture *f, gconstpointer data)
{
    g_auto(Answer) open = ask(f, ENUMERATE, V2 "CIM_ManagedElement", "", "<n:Enumerate/>");
    g_autofree char *context = dup_context(assert_response(&open, HVR_NS_N, "EnumerateResponse"));
    g_auto(Answer) page = { 0 };
    const xmlNode *response;

    f->host->winrm.max_items = 2;
    page = pull(f, context, "<n:MaxElements>32000</n:MaxElements>");
    response = assert_response(&page, HVR_NS_N, "PullResponse");
    g_assert_cmpuint(count_children(hvr_xml_find(response, HVR_NS_N, "Items")), ==, 2);
}

static void
test_enumerate_restart(Fixture *f, gconstpointer data)
{
    g_auto(Answer) open = ask(f, ENUMERATE, CS, "", "<n:Enumerate/>");
    g_autofree char *context = dup_context(assert_response(&open, HVR_NS_N, "EnumerateResponse"));
    g_auto(Answer) late = { 0 };

    hvs_host_restart(f->host);
    late = pull(f, context, "");
    assert_fault(&late, "n:InvalidEnumerationContext", "2150858779");
}

/* Pages end at half of what the client can take, in characters. */
static void
test_enumerate_pages(Fixture *f, gconstpointer data)
{
    g_auto(Answer) open = { 0 };
    g_autofree char *context = NULL;
    guint n_items = 0;
    guint n_pages = 0;

    for (guint i = 0; i < 199; i++)
        hvs_vm_new(f->host, "another", NULL);
    open = ask(f, ENUMERATE, V2 "*", "",
               QUERY("SELECT * FROM Msvm_ComputerSystem WHERE Caption = 'Virtual Machine'"));
    context = dup_context(assert_response(&open, HVR_NS_N, "EnumerateResponse"));

    while (context != NULL) {
        g_autofree char *body = g_strconcat(
            "<n:Pull><n:EnumerationContext>", context,
            "</n:EnumerationContext><n:MaxElements>32000</n:MaxElements></n:Pull>", NULL);
        g_auto(Answer)
            answer = ask(f, PULL, CS, "<w:MaxEnvelopeSize>153600</w:MaxEnvelopeSize>", body);
        const xmlNode *response = assert_response(&answer, HVR_NS_N, "PullResponse");

        n_items += count_children(hvr_xml_find(response, HVR_NS_N, "Items"));
        n_pages++;
        g_assert_cmpuint(answer.size, <=, 76800);
        g_free(context);
        context = dup_context(response);
        if (context != NULL)
            g_assert_cmpuint(answer.size, >, 70000);
    }
    g_assert_cmpuint(n_items, ==, 200);
    g_assert_cmpuint(n_pages, >, 3);
}

/* One that fits nowhere ends the enumeration's usefulness, not its life. */
static void
test_enumerate_too_big(Fixture *f, gconstpointer data)
{
    g_auto(Answer) open = ask(f, ENUMERATE, SETTINGS, "", "<n:Enumerate/>");
    g_autofree char *context = dup_context(assert_response(&open, HVR_NS_N, "EnumerateResponse"));
    g_autofree char *body = g_strconcat("<n:Pull><n:EnumerationContext>", context,
                                        "</n:EnumerationContext></n:Pull>", NULL);
    g_auto(Answer) tight = ask(f, PULL, CS, "<w:MaxEnvelopeSize>8192</w:MaxEnvelopeSize>", body);
    g_auto(Answer) wide = ask(f, PULL, CS, "", body);

    assert_fault(&tight, "w:EncodingLimit", "2150858824");
    assert_response(&wide, HVR_NS_N, "PullResponse");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    add_cases("/sim/page/first/", first_cases, test_enumerate_first);
    add_story("/sim/page/first/none", test_enumerate_first_none);
    add_story("/sim/page/contexts-stay", test_enumerate_contexts_stay);
    add_story("/sim/page/max-items", test_enumerate_max_items);
    add_story("/sim/page/restart", test_enumerate_restart);
    add_story("/sim/page/pages", test_enumerate_pages);
    add_story("/sim/page/too-big", test_enumerate_too_big);

    return g_test_run();
}
