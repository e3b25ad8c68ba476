/* canned_event.h: what a canned host answers to those who listen
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "canned_host.h"

/* clang-format off */
#define CANNED_GRANTED(seconds) \
    "<e:SubscribeResponse xmlns:e=\"http://schemas.xmlsoap.org/ws/2004/08/eventing\">" \
    "<e:SubscriptionManager><a:Address>http://hv/wsman</a:Address>" \
    "<a:ReferenceProperties><e:Identifier>885E9924</e:Identifier></a:ReferenceProperties></e:SubscriptionManager>" \
    "<e:Expires>PT" seconds ".000S</e:Expires><n:EnumerationContext>uuid:1</n:EnumerationContext></e:SubscribeResponse>"
#define CANNED_PULLED(items) \
    "<n:PullResponse><n:EnumerationContext>uuid:2</n:EnumerationContext><n:Items>" items "</n:Items></n:PullResponse>"
#define CANNED_HEARTBEAT CANNED_PULLED("")
#define CANNED_EVENT(kind, content) \
    "<p:" kind " xmlns:p=\"" CANNED_V2 kind "\" xsi:type=\"p:" kind "_Type\">" content \
    "<p:SECURITY_DESCRIPTOR xsi:nil=\"true\"/><p:TIME_CREATED>132000000000000000</p:TIME_CREATED></p:" kind ">"
#define CANNED_INSIDE(property, class_name, content) \
    "<p:" property " xsi:type=\"p1:" class_name "_Type\" xmlns:p1=\"" CANNED_V2 class_name "\">" content "</p:" property ">"
/* @before and @now: properties in namespace p1 */
#define CANNED_MODIFIED(class_name, before, now) \
    CANNED_EVENT("__InstanceModificationEvent", \
                 CANNED_INSIDE("PreviousInstance", class_name, before) CANNED_INSIDE("TargetInstance", class_name, now))
#define CANNED_CREATED(class_name, now) \
    CANNED_EVENT("__InstanceCreationEvent", CANNED_INSIDE("TargetInstance", class_name, now))
#define CANNED_DELETED(class_name, last) \
    CANNED_EVENT("__InstanceDeletionEvent", CANNED_INSIDE("TargetInstance", class_name, last))
#define CANNED_UNSUBSCRIBED ""
/* clang-format on */
