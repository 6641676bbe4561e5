#include "spreadsheets/message_check.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "content/sms.h"

namespace herald::spreadsheets {
namespace {

using content::Personalisation;
using content::Template;

/// A character that every rendered message keeps.
bool is_kept(char c) {
    return c > ' ' && c < 0x7F;
}

/// Whether the text has content whatever it is filled with.
bool has_own_content(const Template& body) {
    return std::any_of(body.parts().begin(), body.parts().end(), [](const Template::Part& part) {
        return std::any_of(part.literal.begin(), part.literal.end(), is_kept);
    });
}

/// No fewer than the characters that the value adds; for text and lists only, other values are short.
std::size_t most_characters(const content::Value& value) {
    constexpr std::size_t conjunction = 5;
    constexpr std::size_t other = 32;
    if (const auto* text = std::get_if<std::string>(&value)) return text->size();
    if (const auto* number = std::get_if<content::Number>(&value)) return number->text.size();
    const auto* list = std::get_if<content::List>(&value);
    if (list == nullptr) return other;
    std::size_t sum = 0;
    for (const std::string& item : *list) sum += item.size() + conjunction;
    return sum;
}

/// No fewer than the characters of the message: a character has at least as many bytes before it is replaced as it has
/// characters after.
std::size_t most_characters(const Template& body, const Personalisation& values) {
    std::size_t sum = body.text().size();
    for (const Template::Part& part : body.parts()) {
        if (!part.is_placeholder) continue;
        if (const content::Value* value = values.find(part.key)) sum += most_characters(*value);
    }
    return sum;
}

}  // namespace

MessageCheck check_text_message(Template body, std::optional<std::string> service_name) {
    const bool is_never_empty = has_own_content(body);
    return [body = std::move(body), name = std::move(service_name), is_never_empty](const Personalisation& values) {
        // Most messages are known to be right without being made.
        if (is_never_empty && most_characters(body, values) <= content::sms_characters_max) return MessageProblem::none;
        const auto prefix = name ? std::optional<std::string_view>(*name) : std::nullopt;
        const content::SmsMessage message = content::render_sms(body, values, prefix);
        if (message.is_empty()) return MessageProblem::empty;
        return message.is_too_long() ? MessageProblem::too_long : MessageProblem::none;
    };
}

MessageCheck check_body(Template body) {
    return [body = std::move(body)](const Personalisation& values) {
        if (body.text().empty()) return MessageProblem::empty;
        const bool may_be_empty = body.text().starts_with("((") && body.text().ends_with("))");
        const bool is_empty =
            may_be_empty && text::trim(content::fill(body, values, content::ListForm::bullets)).empty();
        return is_empty ? MessageProblem::empty : MessageProblem::none;
    };
}

}  // namespace herald::spreadsheets
