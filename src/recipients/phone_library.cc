#include "recipients/phone_library.h"

#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "recipients/ascii.h"
#include "recipients/international_sms.h"

namespace herald::recipients {
namespace {

using i18n::phonenumbers::PhoneNumberUtil;
using LibraryNumber = i18n::phonenumbers::PhoneNumber;
using NumberType = PhoneNumberUtil::PhoneNumberType;

constexpr int uk_country_code = 44;
constexpr int north_american_country_code = 1;

PhoneNumberUtil& library() {
    return *PhoneNumberUtil::GetInstance();
}

bool is_allowed(char32_t c) {
    return (c >= '0' && c <= '9') || c == '(' || c == ')' || c == '-' || c == '+' || text::is_ascii_space(c) ||
           text::is_zero_width(c) || text::is_no_break(c);
}

bool has_unknown_character(std::string_view source) {
    for (std::size_t at = 0; at < source.size();) {
        const text::CodePoint c = text::decode(source, at);
        if (!is_allowed(c.value)) return true;
        at += c.bytes;
    }
    return false;
}

/// The library's other editions refuse longer texts; this one takes them, and minutes for a large one.
constexpr std::size_t characters_max = 250;

std::optional<LibraryNumber> parse(const std::string& source, const char* region) {
    if (text::count_code_points(source) > characters_max) return std::nullopt;
    LibraryNumber number;
    if (library().Parse(source, region, &number) != PhoneNumberUtil::NO_PARSING_ERROR) return std::nullopt;
    return number;
}

PhoneError to_error(PhoneNumberUtil::ValidationResult result) {
    switch (result) {
        case PhoneNumberUtil::TOO_LONG:
            return PhoneError::too_long;
        case PhoneNumberUtil::TOO_SHORT:
        case PhoneNumberUtil::IS_POSSIBLE_LOCAL_ONLY:
            return PhoneError::too_short;
        case PhoneNumberUtil::INVALID_COUNTRY_CODE:
            return PhoneError::unsupported_country_code;
        default:
            return PhoneError::invalid_number;
    }
}

/// Numbers that the regulator keeps for films and plays. They are not valid, but tests and trials use them.
bool is_drama_number(const LibraryNumber& number) {
    constexpr std::uint64_t first = 7700900000;
    constexpr std::uint64_t last = 7700900999;
    return number.country_code() == uk_country_code && number.national_number() >= first &&
           number.national_number() <= last;
}

/// A number that text messages can go to. The library takes its time to find the type, so it is kept.
struct Reachable {
    LibraryNumber number;
    NumberType type;
};

bool can_receive_text_messages(NumberType type) {
    switch (type) {
        case PhoneNumberUtil::FIXED_LINE:
        case PhoneNumberUtil::MOBILE:
        case PhoneNumberUtil::FIXED_LINE_OR_MOBILE:
        case PhoneNumberUtil::UAN:
        case PhoneNumberUtil::PERSONAL_NUMBER:
            return true;
        default:
            // The type of a number that is not valid is unknown, so that this covers validity too.
            return false;
    }
}

/// One attempt at reading (content.md §5.1).
std::variant<Reachable, PhoneError> attempt(const std::string& source) {
    if (has_unknown_character(source)) return PhoneError::unknown_character;
    if (source.empty()) return PhoneError::too_short;
    auto number = parse(source, "GB");
    if (!number) return PhoneError::invalid_number;
    const auto possible = library().IsPossibleNumberWithReason(*number);
    if (possible != PhoneNumberUtil::IS_POSSIBLE) {
        // A foreign number may have lost its plus.
        number = parse("+" + source, "ZZ");
        if (!number || !library().IsPossibleNumber(*number)) return to_error(possible);
    }
    const NumberType type = library().GetNumberType(*number);
    if (!is_drama_number(*number) && !can_receive_text_messages(type)) return PhoneError::invalid_number;
    return Reachable{*number, type};
}

/// The text of the second attempt: without pluses and leading zeros, and in ASCII where that can be. What can't is
/// refused like what it came from. Line breaks have no form in ASCII, but are spaces like any other here.
std::string repaired(std::string_view source) {
    std::string plain(source);
    std::erase(plain, '+');
    plain.erase(0, plain.find_first_not_of('0'));
    std::replace_if(
        plain.begin(), plain.end(), [](char c) { return text::is_ascii_space(static_cast<unsigned char>(c)); }, ' ');
    return reduce_to_ascii(plain);
}

/// The country code, with the area code where it has its own price.
std::string price_prefix(const LibraryNumber& number, const std::string& normalised) {
    constexpr std::size_t with_area_code = 4;
    if (number.country_code() == north_american_country_code) {
        std::string prefix = normalised.substr(0, with_area_code);
        if (find_sms_destination(prefix) != nullptr) return prefix;
    }
    return std::to_string(number.country_code());
}

bool is_landline_type(NumberType type) {
    return type == PhoneNumberUtil::FIXED_LINE || type == PhoneNumberUtil::FIXED_LINE_OR_MOBILE ||
           type == PhoneNumberUtil::UAN;
}

std::variant<PhoneNumber, PhoneError> describe(const Reachable& reachable, PhonePermissions permissions) {
    const LibraryNumber& number = reachable.number;
    PhoneNumber result{};
    library().Format(number, PhoneNumberUtil::E164, &result.normalised);
    result.normalised.erase(0, 1);
    result.country_prefix = price_prefix(number, result.normalised);
    const bool has_uk_code = number.country_code() == uk_country_code;
    const bool is_domestic = has_uk_code && (library().IsValidNumberForRegion(number, "GB") || is_drama_number(number));
    result.is_crown_dependency = has_uk_code && !is_domestic;
    result.international = !is_domestic;
    result.is_uk_landline = has_uk_code && is_landline_type(reachable.type);
    if (const auto error = refusal(result, permissions)) return *error;
    const SmsDestination* destination = find_sms_destination(result.country_prefix);
    if (destination == nullptr) return PhoneError::unsupported_country_code;
    result.rate_multiplier = is_domestic ? 1 : destination->rate_multiplier;
    result.reports_delivery = is_domestic || destination->reports_delivery;
    return result;
}

}  // namespace

std::variant<PhoneNumber, PhoneError> read_with_library(std::string_view source, PhonePermissions permissions) {
    auto number = attempt(std::string(source));
    if (std::holds_alternative<PhoneError>(number)) number = attempt(repaired(source));
    if (const auto* error = std::get_if<PhoneError>(&number)) return *error;
    return describe(std::get<Reachable>(number), permissions);
}

std::optional<std::string> national_digits(std::string_view source) {
    if (has_unknown_character(source)) return std::nullopt;
    const auto number = parse(std::string(source), "GB");
    if (!number || number->country_code() != uk_country_code) return std::nullopt;
    return std::to_string(number->national_number());
}

std::string readable_with_library(std::string_view normalised) {
    const auto number = parse("+" + std::string(normalised), "ZZ");
    if (!number) return std::string(normalised);
    std::string readable;
    const bool national = number->country_code() == uk_country_code;
    library().Format(*number, national ? PhoneNumberUtil::NATIONAL : PhoneNumberUtil::INTERNATIONAL, &readable);
    return readable;
}

}  // namespace herald::recipients
