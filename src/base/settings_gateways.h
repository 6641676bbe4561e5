#pragma once

#include <vector>

#include "base/settings.h"

/// The part of the settings' table about ways to send that the installation brings itself. Included by
/// settings_table.cc only.
namespace herald {

void add_sms_gateways(std::vector<Setting>& table);
void add_own_mail(std::vector<Setting>& table);
void add_message_directory(std::vector<Setting>& table);

}  // namespace herald
