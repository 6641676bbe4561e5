#pragma once

#include <vector>

#include "base/settings.h"

/// The part of the settings' table about the ways of messages: to providers, their receipts, to the services. Included
/// by settings_table.cc only.
namespace herald {

void add_sms_providers(std::vector<Setting>& table);
void add_email_providers(std::vector<Setting>& table);
void add_delivery(std::vector<Setting>& table);
void add_balancing(std::vector<Setting>& table);
void add_receipts(std::vector<Setting>& table);
void add_received_texts(std::vector<Setting>& table);
void add_callbacks(std::vector<Setting>& table);

}  // namespace herald
