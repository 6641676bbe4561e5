#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "services/channel.h"
#include "services/service.h"
#include "spreadsheets/table_report.h"
#include "spreadsheets/upload.h"

namespace herald::contact_lists {

/// A file of recipients that can be kept as a list: one column, of phone numbers or of email addresses.
struct ListFile {
    std::string stored;
    services::Channel channel = services::Channel::sms;
    spreadsheets::TableReport report;
};

/// Any form that is read, checked for what the service may send to. Takes its time for a large file, so not for the
/// loop.
std::variant<ListFile, spreadsheets::UploadError> check_list_file(std::string_view bytes, std::string_view file_name,
                                                                  const services::Service& service);

}  // namespace herald::contact_lists
