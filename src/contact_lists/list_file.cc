#include "contact_lists/list_file.h"

namespace herald::contact_lists {
namespace {

using services::Channel;
using spreadsheets::RecipientKind;

spreadsheets::TableRules rules_for(RecipientKind kind, const services::Service& service) {
    spreadsheets::TableRules rules;
    rules.kind = kind;
    rules.phone = {service.may("international_sms"), service.may("sms_to_uk_landlines")};
    return rules;
}

}  // namespace

std::variant<ListFile, spreadsheets::UploadError> check_list_file(std::string_view bytes, std::string_view file_name,
                                                                  const services::Service& service) {
    auto converted = spreadsheets::to_stored_csv(bytes, file_name);
    if (const auto* error = std::get_if<spreadsheets::UploadError>(&converted)) return *error;
    ListFile file;
    file.stored = std::get<std::string>(std::move(converted));
    const auto shape = spreadsheets::survey_table(file.stored);
    const auto of_emails = rules_for(RecipientKind::email_address, service);
    const bool has_emails = spreadsheets::TableColumns(shape, of_emails).has_recipients();
    const auto rules = has_emails ? of_emails : rules_for(RecipientKind::phone_number, service);
    file.channel = has_emails ? Channel::email : Channel::sms;
    spreadsheets::SendingState state;
    state.file_name = file_name;
    file.report = spreadsheets::check_table(file.stored, rules, state);
    const spreadsheets::TableColumns columns(shape, rules);
    if (!file.report.file_error && columns.fields().size() > 1)
        file.report.file_error = {spreadsheets::FileErrorKind::missing_columns,
                                  "Your file has too many columns",
                                  {"A list has one column, called ‘email address’ or ‘phone number’."}};
    return file;
}

}  // namespace herald::contact_lists
