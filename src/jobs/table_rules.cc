#include "jobs/table_rules.h"

#include "spreadsheets/message_check.h"

namespace herald::jobs {
namespace {

using services::Channel;
using spreadsheets::RecipientKind;

RecipientKind kind_of(Channel channel) {
    switch (channel) {
        case Channel::email:
            return RecipientKind::email_address;
        case Channel::letter:
            return RecipientKind::postal_address;
        case Channel::sms:
            break;
    }
    return RecipientKind::phone_number;
}

}  // namespace

spreadsheets::TableRules table_rules(const services::Service& service, const templates::StoredTemplate& source) {
    spreadsheets::TableRules table;
    table.kind = kind_of(source.type);
    table.placeholders = source.placeholders_to_fill();
    table.phone = {service.may("international_sms"), service.may("sms_to_uk_landlines")};
    table.international_letters = service.may("international_letters");
    if (source.type == Channel::sms)
        table.check_message = spreadsheets::check_text_message(
            source.parsed.body, service.prefix_sms ? std::optional(service.name) : std::nullopt);
    else table.check_message = spreadsheets::check_body(source.parsed.body);
    return table;
}

}  // namespace herald::jobs
