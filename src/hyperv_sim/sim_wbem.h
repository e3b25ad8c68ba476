/* sim_wbem.h: the HRESULTs that WMI answers with
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Functions that stand for WMI return one of these; zero is success.  What
 * WinRM makes of them is known in sim_fault.c.
 */

#pragma once

#define HVS_WBEM_OK                          0u
#define HVS_WBEM_E_NOT_FOUND                 0x80041002u
#define HVS_WBEM_E_INVALID_NAMESPACE         0x8004100Eu
#define HVS_WBEM_E_INVALID_CLASS             0x80041010u
#define HVS_WBEM_E_INVALID_QUERY             0x80041017u
#define HVS_WBEM_E_PROVIDER_NOT_CAPABLE      0x80041024u
#define HVS_WBEM_E_INVALID_METHOD_PARAMETERS 0x8004102Fu
#define HVS_WBEM_E_UNPARSABLE_QUERY          0x80041058u
#define HVS_WBEM_E_NOT_EVENT_CLASS           0x80041059u
#define HVS_WBEMESS_E_TOO_BROAD              0x80042001u
#define HVS_WBEMESS_E_TOO_PRECISE            0x80042002u
