/* wsman_names.h: the namespaces and actions of WS-Management
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Facts only (DSP0226, DSP0227, MS-WSMV 2.2.1); client and simulator read them.
 */

#pragma once

/* Namespaces, named as Microsoft's traces prefix them. */
#define HVR_NS_S     "http://www.w3.org/2003/05/soap-envelope"
#define HVR_NS_A     "http://schemas.xmlsoap.org/ws/2004/08/addressing"
#define HVR_NS_W     "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"
#define HVR_NS_N     "http://schemas.xmlsoap.org/ws/2004/09/enumeration"
#define HVR_NS_X     "http://schemas.xmlsoap.org/ws/2004/09/transfer"
#define HVR_NS_E     "http://schemas.xmlsoap.org/ws/2004/08/eventing"
#define HVR_NS_B     "http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd"
#define HVR_NS_CIM   "http://schemas.dmtf.org/wbem/wscim/1/common"
#define HVR_NS_P     "http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd"
#define HVR_NS_F     "http://schemas.microsoft.com/wbem/wsman/1/wsmanfault"
#define HVR_NS_WSMID "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"
#define HVR_NS_XSI   "http://www.w3.org/2001/XMLSchema-instance"
#define HVR_NS_XML   "http://www.w3.org/XML/1998/namespace"

/* Namespaces of a provider's own errors start so; the class's name follows. */
#define HVR_NS_CIM_SCHEMA "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/"

#define HVR_WSMAN_ANONYMOUS "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous"

/* Resource URIs start so; a namespace with slashes and a class follow. */
#define HVR_WSMAN_WMI_PREFIX "http://schemas.microsoft.com/wbem/wsman/1/wmi/"

/* Actions; a response's action is the request's with "Response" appended. */
#define HVR_ACTION_GET         HVR_NS_X "/Get"
#define HVR_ACTION_ENUMERATE   HVR_NS_N "/Enumerate"
#define HVR_ACTION_PULL        HVR_NS_N "/Pull"
#define HVR_ACTION_RELEASE     HVR_NS_N "/Release"
#define HVR_ACTION_SUBSCRIBE   HVR_NS_E "/Subscribe"
#define HVR_ACTION_UNSUBSCRIBE HVR_NS_E "/Unsubscribe"

/* The action of a fault whose subcode is in w; other families append "/fault" to their namespace.
 */
#define HVR_ACTION_WSMAN_FAULT "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault"

/* w:FaultDetail starts so; the detail's name follows. */
#define HVR_WSMAN_FAULT_DETAIL "http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/"

/* The only delivery mode of events that WMI grants for sure (MS-WSMV 3.1.4.6). */
#define HVR_WSMAN_DELIVERY_PULL "http://schemas.dmtf.org/wbem/wsman/1/wsman/Pull"

/* Filter dialects. */
#define HVR_DIALECT_WQL         "http://schemas.microsoft.com/wbem/wsman/1/WQL"
#define HVR_DIALECT_SELECTOR    "http://schemas.dmtf.org/wbem/wsman/1/wsman/SelectorFilter"
#define HVR_DIALECT_ASSOCIATION "http://schemas.dmtf.org/wbem/wsman/1/cimbinding/associationFilter"

#define HVR_WSMAN_CONTENT_TYPE "application/soap+xml;charset=UTF-8"
#define HVR_WSMAN_PATH         "/wsman"

/* What Windows 2012 and later grant by default (MS-WSMV product note 8), so that all
 * hosts are asked for the same; only Windows 2008 R2, which has no Hyper-V Replica,
 * grants less. */
#define HVR_WSMAN_MAX_ENVELOPE_SIZE 512000
#define HVR_WSMAN_MAX_ITEMS         32000
