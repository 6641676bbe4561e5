// The three columns of messages of content.md §4.5. Curly quote and missing tilde of the API's sixth are as they are.
#include "recipients/postal_address_check.h"

namespace herald::recipients {
namespace {

struct Messages {
    std::string_view api;
    std::string_view website;
    std::string_view row;
};

constexpr std::string_view first_lines =
    "The first 2 lines of the address must both include at least one alphanumeric character";
constexpr std::string_view bfpo_country = "The last line of a BFPO address must not be a country.";
constexpr std::string_view too_few = "Address must be at least 3 lines long";
constexpr std::string_view too_many = "Address must be no more than 7 lines long";
constexpr std::string_view not_abroad = "You do not have permission to send letters to other countries";
constexpr std::string_view not_a_postcode = "Last line of the address must be a real UK postcode";
constexpr std::string_view no_uk_postcode = "Must be a real UK postcode";

Messages messages(AddressError error) {
    switch (error) {
        case AddressError::too_few_lines:
            return {"Address must be at least 3 lines", too_few, too_few};
        case AddressError::too_many_lines:
            return {"Address must be no more than 7 lines", too_many, too_many};
        case AddressError::nothing_to_read:
            return {first_lines, first_lines, first_lines};
        case AddressError::bfpo_with_country:
            return {bfpo_country,
                    "The last line of a British Forces Post Office (BFPO) address cannot be the name of a country",
                    bfpo_country};
        case AddressError::no_postcode_or_country:
            return {"Last line of address must be a real UK postcode or another country",
                    "The last line of the address must be a UK postcode or the name of a country",
                    "Last line of the address must be a UK postcode or another country"};
        case AddressError::country_not_permitted:
            return {no_uk_postcode, not_abroad, not_abroad};
        case AddressError::no_postcode:
            return {no_uk_postcode, not_a_postcode, not_a_postcode};
        case AddressError::starts_with_symbol:
            return {"Address lines must not start with any of the following characters: @ ( ) = [ ] ” \\ / , < >",
                    "Address lines cannot start with any of the following characters: @ ( ) = [ ] \" \\ / , < > ~",
                    "Address lines must not start with any of the following characters: @ ( ) = [ ] \" \\ / , < > ~"};
        case AddressError::no_fixed_abode:
            break;
    }
    return {"Must be a real address", "Enter a real address", "This is not a real address"};
}

}  // namespace

std::string_view api_message(AddressError error) {
    return messages(error).api;
}

std::string_view website_message(AddressError error) {
    return messages(error).website;
}

std::string_view row_message(AddressError error) {
    return messages(error).row;
}

}  // namespace herald::recipients
