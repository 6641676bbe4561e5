#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace herald::recipients {

/// Why a number is refused (content.md §5.4).
enum class PhoneError {
    invalid_number,
    too_long,
    too_short,
    not_a_uk_mobile,
    unknown_character,
    unsupported_country_code,
    unsupported_emergency_number,  ///< only of service contact numbers
};

/// The message of the public API, without `phone_number ` in front: `Not enough digits` (content.md §5.4).
std::string_view api_message(PhoneError error);
/// The message of forms and of spreadsheet rows: `Mobile number is too short` (content.md §5.4).
std::string_view website_message(PhoneError error);
/// The message of a form's error summary, about a field by its name: `{field} is too short` (content.md §5.4).
std::string summary_message(PhoneError error, std::string_view field);
/// `too_short`: the code's name in the contract.
std::string_view to_text(PhoneError error);

/// A number that a text message can be sent to (content.md §5.1 to §5.3, public-api §2.7).
struct PhoneNumber {
    std::string normalised;      ///< E.164 without the plus: `447700900855`
    std::string country_prefix;  ///< what selects the price: country code, or `1` with a priced area code (`1664`)
    bool is_uk_landline;         ///< +44 and fixed line, fixed line or mobile, or UAN: needs `sms_to_uk_landlines`
    bool is_crown_dependency;    ///< +44 of Jersey, Guernsey or the Isle of Man
    bool international;          ///< flagged so on the notification: abroad or crown dependency
    int rate_multiplier;         ///< fragments charged per fragment sent
    bool reports_delivery;       ///< handset receipts count (`delivery_receipts` is `yes`); true for domestic numbers

    /// The country code is not 44: needs `international_sms`, counts towards the daily international limit.
    bool is_abroad() const { return international && !is_crown_dependency; }

    bool operator==(const PhoneNumber&) const = default;
};

struct PhonePermissions {
    bool international_sms = true;
    bool sms_to_uk_landlines = true;
};

/// Reads a number as people type it. The public API checks a request's body with every permission granted, and the
/// permissions later (content.md §5.4); forms and spreadsheets pass the service's permissions here.
std::variant<PhoneNumber, PhoneError> parse_phone_number(std::string_view text, PhonePermissions permissions = {});

/// What the service may not do with a number that has been read: `not_a_uk_mobile`, or nothing (content.md §5.2).
/// For the API see public-api §5.5: a number abroad is answered by `international_numbers_refused`.
std::optional<PhoneError> refusal(const PhoneNumber& number, PhonePermissions permissions);

/// Why a service can't give this number as the one to call, or nothing (content.md §5.4). It is read like any other
/// with every permission, but national numbers of three digits are accepted as they are, except 999 and 112.
std::optional<PhoneError> check_service_contact_number(std::string_view text);

inline constexpr std::string_view phone_number_missing = "Recipient can't be empty";
inline constexpr std::string_view international_numbers_refused = "Cannot send to international mobile numbers";

/// For people: `07700 900855`, `+33 6 51 22 33 44` (content.md §5.1). `normalised` as in PhoneNumber; what is not a
/// number comes back unchanged.
std::string readable_phone_number(std::string_view normalised);

/// A text message's sender as the API and the provider get it: a phone number as digits with country code and no plus,
/// anything else unchanged (public-api §2.5, content.md §2.7).
std::string normalise_sms_sender(std::string_view sender);

}  // namespace herald::recipients
