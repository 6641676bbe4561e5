#pragma once

namespace herald::spreadsheets {

/// What a table's rows are sent to: the template is an email, a text message or a letter.
enum class RecipientKind { email_address, phone_number, postal_address };

}  // namespace herald::spreadsheets
