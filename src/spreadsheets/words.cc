#include "spreadsheets/words.h"

namespace herald::spreadsheets {

std::string with_thousands(std::size_t number) {
    std::string digits = std::to_string(number);
    for (std::size_t at = digits.size(); at > 3;) {
        at -= 3;
        digits.insert(at, 1, ',');
    }
    return digits;
}

std::string Noun::counted(std::size_t count) const {
    return with_thousands(count) + " " + std::string(for_count(count));
}

Noun recipient_noun(RecipientKind kind) {
    switch (kind) {
        case RecipientKind::email_address:
            return {"email address", "email addresses"};
        case RecipientKind::phone_number:
            return {"phone number", "phone numbers"};
        case RecipientKind::postal_address:
            break;
    }
    return {"address", "addresses"};
}

Noun message_noun(RecipientKind kind) {
    switch (kind) {
        case RecipientKind::email_address:
            return {"email", "emails"};
        case RecipientKind::phone_number:
            return {"text message", "text messages"};
        case RecipientKind::postal_address:
            break;
    }
    return {"letter", "letters"};
}

std::string quoted_list(const std::vector<std::string>& names, std::string_view conjunction) {
    std::string out;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) out += i + 1 == names.size() ? " " + std::string(conjunction) + " " : ", ";
        out += "‘" + names[i] + "’";
    }
    return out;
}

std::string columns_called(const std::vector<std::string>& names, std::string_view one) {
    const std::string_view columns = names.size() == 1 ? one : "columns";
    return std::string(columns) + " called " + quoted_list(names, "and");
}

}  // namespace herald::spreadsheets
