#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "base/violations.h"
#include "http/message.h"
#include "recipients/email_address.h"
#include "recipients/phone_number.h"

/// What requests of the public API may hold, declared as data, and the one validator that reads the declarations.
/// Messages and their order are those of contract public-api §2.1, §2.3 and §3.2.
namespace herald::notifications {

enum class Format : std::uint8_t {
    none,
    uuid,          ///< any spelling that Uuid::parse takes; a wrong type gives the same message
    https_url,     ///< an absolute URI that starts with `https`; a wrong type gives the same message
    phone_number,  ///< with every permission granted
    email_address,
    scheduled_for,  ///< an ISO 8601 date or time within the next 7 days
};

struct Property {
    std::string_view name;
    std::uint8_t types = string_type;
    bool required = false;
    Format format = Format::none;
    std::size_t code_points_max = 0;  ///< 0: no limit
    /// Of a string: the values it may have. Empty: any.
    std::span<const std::string_view> allowed;
    /// What is said of any other; empty: `«prop» «value» is not one of […]`.
    std::string_view not_allowed;
    /// The text goes into the store as it is, which can't hold U+0000.
    bool stored_as_text = false;
    /// An array's items must be strings or null.
    bool items_are_strings = false;
    /// Of a query: every occurrence counts; of other parameters only the first.
    bool repeatable = false;
};

/// Properties in the order in which their errors are reported. Others are not allowed.
struct Schema {
    std::string_view title;
    std::span<const Property> properties;
};

extern const Schema sms_request_schema;           ///< body of POST /v2/notifications/sms (§2.2)
extern const Schema email_request_schema;         ///< body of POST /v2/notifications/email (§2.2)
extern const Schema letter_request_schema;        ///< body of POST /v2/notifications/letter from a template (§2.2)
extern const Schema precompiled_letter_schema;    ///< and of one with a ready-made PDF
extern const Schema bulk_request_schema;          ///< body of POST /v2/notifications/bulk
extern const Schema sms_row_schema;               ///< a row of it, for text messages
extern const Schema email_row_schema;             ///< and for emails
extern const Schema letter_row_schema;            ///< and for letters
extern const Schema list_query_schema;            ///< query of GET /v2/notifications (§3.2)
extern const Schema received_texts_query_schema;  ///< query of GET /v2/received-text-messages (§3.6)

/// What validation has read on its way, so that it need not be read again, and what it found wrong.
struct Validation {
    std::vector<std::string> messages;  ///< empty when all is well; none twice
    std::optional<recipients::PhoneNumber> phone_number;
    std::optional<recipients::EmailAddress> email_address;
    std::optional<Timestamp> scheduled_for;
};

/// All violations of a body: property by property in the schema's order, then what is missing, then what is too much.
Validation validate(const Schema& schema, JsonValue body, Timestamp now);
Validation validate_query(const Schema& schema, const http::Pairs& query, Timestamp now);

}  // namespace herald::notifications
