#include "content/sms.h"

#include "base/text.h"
#include "content/gsm7.h"
#include "content/sms_tidy.h"

namespace herald::content {
namespace {

SmsMessage finish(const std::string& filled, std::optional<std::string_view> service_name, PlaceholderMarks marks) {
    TidiedSms tidied = tidy_sms(filled, marks);
    SmsMessage message{std::move(tidied.text), tidied.size, tidied.size.characters};
    if (service_name) {
        const std::size_t name = text::count_code_points(downgrade_to_sms(text::trim(*service_name)));
        message.characters_without_prefix -= std::min(message.characters_without_prefix, name + 2);
    }
    return message;
}

}  // namespace

std::string sms_prefix(std::optional<std::string_view> service_name) {
    return service_name ? std::string(text::trim(*service_name)) + ": " : std::string();
}

SmsMessage render_sms(const Template& body, const Personalisation& values,
                      std::optional<std::string_view> service_name) {
    if (!service_name) return finish(fill(body, values, ListForm::sentence), service_name, PlaceholderMarks::none);
    return finish(sms_prefix(service_name) + fill(body, values, ListForm::sentence), service_name,
                  PlaceholderMarks::none);
}

SmsMessage render_unfilled_sms(const Template& body, std::optional<std::string_view> service_name) {
    std::string filled = text::to_valid_utf8(sms_prefix(service_name));
    for (const Template::Part& part : body.parts()) {
        filled += text::to_valid_utf8(part.literal);
        if (part.is_placeholder) filled += placeholder_mark;
    }
    return finish(filled, service_name, PlaceholderMarks::vanish);
}

std::string downgrade_to_sms(std::string_view source) {
    std::string out;
    out.reserve(source.size());
    for (std::size_t at = 0; at < source.size();) {
        const text::CodePoint c = text::decode(source, at);
        out += to_sms_character(c.value).becomes;
        at += c.bytes;
    }
    return out;
}

std::string sms_too_long_message(std::size_t characters) {
    return "Your message is too long. Text messages cannot be longer than " + std::to_string(sms_characters_max) +
           " characters. Your message is " + std::to_string(characters) + " characters long.";
}

}  // namespace herald::content
