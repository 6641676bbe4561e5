// Content.md §5, public-api §2.3, §2.7, §5.5: phone numbers.
#include "recipients/phone_number.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "recipients/international_sms.h"
#include "support/data_file.h"

namespace herald::recipients {
namespace {

using Result = std::variant<PhoneNumber, PhoneError>;

std::string normalised(const std::string& typed) {
    const Result result = parse_phone_number(typed);
    const auto* number = std::get_if<PhoneNumber>(&result);
    return number != nullptr ? number->normalised : std::string(to_text(std::get<PhoneError>(result)));
}

// §5.1: forms that are read, and public-api §2.3: errors.
TEST(PhoneNumber, ReadsWhatPeopleType) {
    const std::pair<std::string, std::string> cases[] = {
        {"07700 900855", "447700900855"},
        {"+447700900855", "447700900855"},
        {"447700900855", "447700900855"},
        {"+07700900855", "447700900855"},
        {"00007700900855", "447700900855"},
        {"0+447700900855", "447700900855"},
        {"0044(0)7700900855", "447700900855"},
        {"++447700900855", "447700900855"},
        {" 07700\u200B900\u00A0855\t", "447700900855"},
        {"+07700 900855\r\n", "447700900855"},
        {"07700\u2212900\u2011855\u2014", "447700900855"},
        {"07700\u2013900855", "447700900855"},
        {"07700900999", "447700900999"},
        {"07700901000", "invalid_number"},
        {"020 7946 0512", "442079460512"},
        {"07012345678", "447012345678"},
        {"", "too_short"},
        {"1", "invalid_number"},
        {"07700", "too_short"},
        {" ", "invalid_number"},
        {"079123456789012", "too_long"},
        {"07700 90085x", "unknown_character"},
        {"07700900855,", "unknown_character"},
        {"٠٧٧٠٠٩٠٠٨٥٥", "unknown_character"},
        {"\xFF", "unknown_character"},
        {"09012345678", "invalid_number"},
        {"08001111111", "invalid_number"},
        {"07640000000", "invalid_number"},
        {"+80012345678", "invalid_number"},
    };
    for (const auto& [typed, expected] : cases) EXPECT_EQ(normalised(typed), expected) << typed;
}

// §5.2, §5.3, public-api §5.5.
TEST(PhoneNumber, KnowsWhereANumberBelongs) {
    struct Case {
        std::string typed;
        PhoneNumber number;
        bool needs_international;
        bool needs_landline;
    };
    const Case cases[] = {
        {"07912 345678", {"447912345678", "44", false, false, false, 1, true}, false, false},
        {"020 7946 0512", {"442079460512", "44", true, false, false, 1, true}, false, true},
        {"03000 123456", {"443000123456", "44", true, false, false, 1, true}, false, true},
        {"07012345678", {"447012345678", "44", false, false, false, 1, true}, false, false},
        {"07797 812345", {"447797812345", "44", false, true, true, 2, true}, false, false},
        {"07781 123456", {"447781123456", "44", false, true, true, 2, true}, false, false},
        {"07624 412345", {"447624412345", "44", false, true, true, 2, true}, false, false},
        {"01534 456789", {"441534456789", "44", true, true, true, 2, true}, false, true},
        {"+33 6 51 22 33 44", {"33651223344", "33", false, false, true, 2, true}, true, false},
        {"+1 202 555 0123", {"12025550123", "1", false, false, true, 1, false}, true, false},
        {"+1 664 491 7788", {"16644917788", "1664", false, false, true, 6, true}, true, false},
    };
    for (const Case& c : cases) {
        SCOPED_TRACE(c.typed);
        const Result result = parse_phone_number(c.typed);
        ASSERT_TRUE(std::holds_alternative<PhoneNumber>(result));
        const PhoneNumber& number = std::get<PhoneNumber>(result);
        EXPECT_EQ(number.normalised, c.number.normalised);
        EXPECT_EQ(number.country_prefix, c.number.country_prefix);
        EXPECT_EQ(number.is_uk_landline, c.number.is_uk_landline);
        EXPECT_EQ(number.is_crown_dependency, c.number.is_crown_dependency);
        EXPECT_EQ(number.international, c.number.international);
        EXPECT_EQ(number.rate_multiplier, c.number.rate_multiplier);
        EXPECT_EQ(number.is_abroad(), c.needs_international);
        EXPECT_EQ(refusal(number, {.international_sms = false, .sms_to_uk_landlines = true}).has_value(),
                  c.needs_international);
        EXPECT_EQ(refusal(number, {.international_sms = true, .sms_to_uk_landlines = false}).has_value(),
                  c.needs_landline);
        EXPECT_EQ(reports_delivery(number.country_prefix, number.international), number.reports_delivery);
    }
}

// §5.1: the numbers kept for drama, and no others that look like them.
TEST(PhoneNumber, TakesDramaNumbersOfTheUnitedKingdom) {
    const std::pair<std::string, std::string> cases[] = {
        {"07700 900000", "447700900000"},   {"07700 900999", "447700900999"},    {"07700 899999", "447700899999"},
        {"07700 901000", "invalid_number"}, {"+49 7700 900000", "497700900000"},
    };
    for (const auto& [typed, expected] : cases) EXPECT_EQ(normalised(typed), expected) << typed;
    const Result drama = parse_phone_number("07700 900000", {.international_sms = false, .sms_to_uk_landlines = false});
    EXPECT_FALSE(std::get<PhoneNumber>(drama).international);
}

// §5.1 step 4: a foreign number that lost its plus, and what fails when it has not.
TEST(PhoneNumber, ReadsForeignNumbersWithoutTheirPlus) {
    const std::pair<std::string, std::string> cases[] = {
        {"33651223344", "33651223344"},        {"353 86 123 4567", "353861234567"},
        {"0033 6 51 22 33 44", "33651223344"}, {"(33) 6-51-22-33-44", "33651223344"},
        {"+999 1234567", "invalid_number"},    {"999123456789012", "too_long"},
    };
    for (const auto& [typed, expected] : cases) EXPECT_EQ(normalised(typed), expected) << typed;
}

// The library's own limit on a text, which its edition for C++ does not keep.
TEST(PhoneNumber, HasAtMost250Characters) {
    const auto spaced = [](std::size_t spaces) { return "07912" + std::string(spaces, ' ') + "345678"; };
    EXPECT_EQ(normalised(spaced(239)), "447912345678");
    // The second attempt is without the leading zero.
    EXPECT_EQ(normalised(spaced(240)), "447912345678");
    EXPECT_EQ(normalised(spaced(241)), "invalid_number");
    EXPECT_EQ(normalised(std::string(251, '0')), "too_short");
    EXPECT_EQ(normalised(std::string(251, '7')), "invalid_number");
}

// §5.2: the permission to send abroad is looked at before the price list.
TEST(PhoneNumber, RefusesACountryWithoutAPriceAfterThePermission) {
    const std::string saint_helena = "+290 51234";
    EXPECT_EQ(normalised(saint_helena), "unsupported_country_code");
    const auto refused = parse_phone_number(saint_helena, {.international_sms = false});
    ASSERT_TRUE(std::holds_alternative<PhoneError>(refused));
    EXPECT_EQ(std::get<PhoneError>(refused), PhoneError::not_a_uk_mobile);
}

// Public-api §2.5, content.md §2.7.
TEST(SmsSender, IsNormalisedOnlyWhenItIsANumber) {
    const std::pair<std::string, std::string> cases[] = {
        {"GOVUK", "GOVUK"}, {"07700900000", "447700900000"}, {"+44 7700 900000", "447700900000"},
        {"60006", "60006"}, {"N.H.S & Co", "N.H.S & Co"},    {"", ""},
    };
    for (const auto& [stored, shown] : cases) EXPECT_EQ(normalise_sms_sender(stored), shown);
}

// §2.7: data/international-sms.json is in whole, and nothing else.
TEST(InternationalSms, IsTheTable) {
    const rapidjson::Document data = test::read_data("international-sms.json");
    for (const auto& row : data["prefixes"].GetArray()) {
        SCOPED_TRACE(row["prefix"].GetString());
        const SmsDestination* destination = find_sms_destination(row["prefix"].GetString());
        ASSERT_NE(destination, nullptr);
        EXPECT_EQ(destination->rate_multiplier, row["rate_multiplier"].GetInt());
        EXPECT_EQ(destination->alphanumeric_sender_refused, row["alphanumeric_sender"] == "no");
        EXPECT_EQ(destination->reports_delivery, row["delivery_receipts"] == "yes");
        EXPECT_EQ(reports_delivery(row["prefix"].GetString(), true), destination->reports_delivery);
    }
    unsigned found = 0;
    for (int prefix = 0; prefix < 10'000; ++prefix)
        if (find_sms_destination(std::to_string(prefix)) != nullptr) ++found;
    EXPECT_EQ(found, data["prefixes"].Size());
    EXPECT_TRUE(reports_delivery("", false));
    EXPECT_FALSE(reports_delivery("nowhere", true));
}

/// Ways to write a number, given its digits with the country code.
rc::Gen<std::string> any_spelling(const std::string& digits) {
    return rc::gen::exec([digits] {
        std::string start = *rc::gen::element<std::string>("+", "++", "00", "0+", "", "+0", "(+)");
        std::string spelt;
        for (const char digit : digits) {
            if (*rc::gen::inRange(0, 5) == 0)
                spelt += *rc::gen::element<std::string>(" ", "-", "(", ")", "\u00A0", "\u200B", "\t", "\u2013");
            spelt += digit;
        }
        return start + spelt;
    });
}

// However a number is written: what is read is read again from its normalised form, with the plus and without.
TEST(Properties, SpellingsOfANumberAreOneNumber) {
    EXPECT_TRUE(rc::check([] {
        const auto number =
            *rc::gen::element<std::string>("447912345678", "447700900123", "442079460512", "33651223344",
                                           "353861234567", "447797812345", "12025550123");
        const Result read = parse_phone_number(*any_spelling(number));
        const auto* valid = std::get_if<PhoneNumber>(&read);
        if (valid == nullptr) return;
        RC_CLASSIFY(valid->normalised == number);
        RC_ASSERT(normalised("+" + valid->normalised) == valid->normalised);
        RC_ASSERT(normalised(readable_phone_number(valid->normalised)) == valid->normalised);
    }));
}

// Normalising a number twice changes nothing.
TEST(Properties, NormalisingTwiceChangesNothing) {
    EXPECT_TRUE(rc::check([] {
        const auto digits = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("0123456789 ()-+")));
        const auto start = *rc::gen::element<std::string>("", "07", "+44", "0044", "+1", "+33 6", "+353");
        const Result first = parse_phone_number(start + digits);
        const auto* number = std::get_if<PhoneNumber>(&first);
        if (number == nullptr) return;
        const Result again = parse_phone_number("+" + number->normalised);
        RC_ASSERT(std::holds_alternative<PhoneNumber>(again));
        RC_ASSERT(std::get<PhoneNumber>(again) == *number);
    }));
}

TEST(Properties, AnyBytesAreReadOrRefused) {
    EXPECT_TRUE(rc::check([](const std::string& bytes) {
        const Result result = parse_phone_number(bytes);
        RC_ASSERT(result.index() < 2u);
    }));
}

}  // namespace
}  // namespace herald::recipients
