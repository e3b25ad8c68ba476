/* service_fixture.h: a simulated host, and a client that speaks literal envelopes
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Requests are spelled out and answers are looked at as XML, so that nothing
 * under test helps to test it.
 */

#pragma once

#include <string.h>

#include "hvr_xml.h"
#include "sim_service.h"
#include "sim_vm.h"
#include "wsman_names.h"

#define GUID "6DDC63C1-0135-40CA-B998-A606D91080E9"

/* 2026-05-01T03:00:00Z */
#define START (G_GINT64_CONSTANT(1777604400) * G_USEC_PER_SEC)

#define V2  "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/virtualization/v2/"
#define WIN "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/cimv2/"

#define GET       "http://schemas.xmlsoap.org/ws/2004/09/transfer/Get"
#define ENUMERATE "http://schemas.xmlsoap.org/ws/2004/09/enumeration/Enumerate"
#define PULL      "http://schemas.xmlsoap.org/ws/2004/09/enumeration/Pull"
#define RELEASE   "http://schemas.xmlsoap.org/ws/2004/09/enumeration/Release"

#define WQL         "http://schemas.microsoft.com/wbem/wsman/1/WQL"
#define SELECTOR    "http://schemas.dmtf.org/wbem/wsman/1/wsman/SelectorFilter"
#define ASSOCIATION "http://schemas.dmtf.org/wbem/wsman/1/cimbinding/associationFilter"

#define ANONYMOUS "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous"
#define REPLY_TO  "<a:ReplyTo><a:Address>" ANONYMOUS "</a:Address></a:ReplyTo>"
#define ID        "<a:MessageID>uuid:1</a:MessageID>"

#define QUERY(text) "<n:Enumerate><w:Filter Dialect=\"" WQL "\">" text "</w:Filter></n:Enumerate>"

#define KEY(name, value) "<w:Selector Name=\"" name "\">" value "</w:Selector>"
#define KEYS(keys)       "<w:SelectorSet>" keys "</w:SelectorSet>"
#define VM_KEYS          KEYS(KEY("CreationClassName", "Msvm_ComputerSystem") KEY("Name", GUID))

#define CS       V2 "Msvm_ComputerSystem"
#define SETTINGS V2 "Msvm_VirtualSystemSettingData"

/* One host, one VM, nothing moves unless it is stepped. */
typedef struct {
    HvrClock *clock;
    HvsWorld *world;
    HvsHost *host;
    HvsVm *vm;
    HvsService *service;
} Fixture;

/* An answer, parsed. */
typedef struct {
    xmlDoc *doc;
    xmlNode *header;
    xmlNode *body;
    gboolean is_fault;
    gsize size;
} Answer;

static inline void
set_up(Fixture *f, gconstpointer data)
{
    f->clock = hvr_clock_new_stepped(START);
    f->world = hvs_world_new(f->clock, START, 0, 1);
    f->host = hvs_host_new(f->world, "HV-PRIMARY");
    f->vm = hvs_vm_new(f->host, "web", GUID);
    f->service = hvs_service_new(f->host);
}

static inline void
tear_down(Fixture *f, gconstpointer data)
{
    hvs_service_free(f->service);
    hvs_world_free(f->world);
    hvr_clock_unref(f->clock);
}

static inline void
answer_clear(Answer *answer)
{
    g_clear_pointer(&answer->doc, xmlFreeDoc);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Answer, answer_clear)

static inline Answer
ask_text(Fixture *f, const char *text)
{
    g_autoptr(GBytes) request = g_bytes_new(text, strlen(text));
    g_autoptr(GBytes) reply = NULL;
    g_autoptr(GError) error = NULL;
    Answer answer = { 0 };
    const char *bytes;

    reply = hvs_service_answer(f->service, request, hvr_clock_get_monotonic(f->clock),
                               &answer.is_fault);
    g_assert_nonnull(reply);
    bytes = g_bytes_get_data(reply, &answer.size);
    answer.doc = hvr_xml_parse(bytes, answer.size, &error);
    g_assert_no_error(error);
    answer.header = hvr_xml_find(xmlDocGetRootElement(answer.doc), HVR_NS_S, "Header");
    answer.body = hvr_xml_find(xmlDocGetRootElement(answer.doc), HVR_NS_S, "Body");
    g_assert_nonnull(answer.body);

    return answer;
}

static inline char *
build(const char *headers, const char *body)
{
    return g_strconcat("<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\""
                       " xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\""
                       " xmlns:w=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\""
                       " xmlns:n=\"http://schemas.xmlsoap.org/ws/2004/09/enumeration\""
                       " xmlns:e=\"http://schemas.xmlsoap.org/ws/2004/08/eventing\""
                       " xmlns:b=\"http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd\""
                       " xmlns:p=\"http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd\">"
                       "<s:Header>",
                       headers, "</s:Header><s:Body>", body, "</s:Body></s:Envelope>", NULL);
}

/* A request whose headers are all there; @more are headers, too. */
static inline Answer
ask(Fixture *f, const char *action, const char *uri, const char *more, const char *body)
{
    g_autofree char *headers = g_strconcat(ID REPLY_TO "<a:Action>", action,
                                           "</a:Action><w:ResourceURI>", uri, "</w:ResourceURI>",
                                           more, NULL);
    g_autofree char *text = build(headers, body);

    return ask_text(f, text);
}

static inline void
assert_text(const xmlNode *parent, const char *ns, const char *name, const char *expect)
{
    const xmlNode *node = hvr_xml_find(parent, ns, name);
    g_autofree char *text = NULL;

    g_assert_nonnull(node);
    text = hvr_xml_dup_text(node);
    g_assert_cmpstr(text, ==, expect);
}

static inline xmlNode *
find_fault(const Answer *answer)
{
    return hvr_xml_find(answer->body, HVR_NS_S, "Fault");
}

/* @subcode with its prefix, as Windows writes it; NULL for a fault without. */
static inline void
assert_fault(const Answer *answer, const char *subcode, const char *code)
{
    const xmlNode *fault = find_fault(answer);
    const xmlNode *node = hvr_xml_find(fault, HVR_NS_S, "Code");
    const xmlNode *detail = hvr_xml_find(fault, HVR_NS_S, "Detail");
    g_autofree char *text = NULL;

    g_assert_true(answer->is_fault);
    g_assert_nonnull(fault);
    if (subcode != NULL)
        assert_text(hvr_xml_find(node, HVR_NS_S, "Subcode"), HVR_NS_S, "Value", subcode);
    else
        g_assert_null(hvr_xml_find(node, HVR_NS_S, "Subcode"));
    node = hvr_xml_find(detail, HVR_NS_F, "WSManFault");
    g_assert_nonnull(node);
    text = hvr_xml_dup_attribute(node, NULL, "Code");
    g_assert_cmpstr(text, ==, code);
}

static inline const xmlNode *
assert_response(const Answer *answer, const char *ns, const char *name)
{
    const xmlNode *node = hvr_xml_first_element(answer->body);

    if (answer->is_fault) {
        g_autofree char *text = hvr_xml_format_flat(answer->body);

        g_test_message("%s", text);
    }
    g_assert_false(answer->is_fault);
    g_assert_true(hvr_xml_is(node, ns, name));

    return node;
}

#define add_story(path, func) g_test_add(path, Fixture, NULL, set_up, func, tear_down)

#define add_cases(prefix, cases, func)                                                             \
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {                                              \
        g_autofree char *path = g_strconcat(prefix, cases[i].name, NULL);                          \
                                                                                                   \
        g_test_add(path, Fixture, &cases[i], set_up, func, tear_down);                             \
    }
