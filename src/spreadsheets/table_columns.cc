#include "spreadsheets/table_columns.h"

#include <algorithm>
#include <utility>

#include "content/personalisation.h"

namespace herald::spreadsheets {
namespace {

constexpr std::array<std::string_view, 8> address_columns = {"address line 1", "address line 2", "address line 3",
                                                             "address line 4", "address line 5", "address line 6",
                                                             "address line 7", "postcode"};
constexpr std::size_t address_columns_min = 3;

template <class Names>
std::unordered_set<std::string> to_keys(const Names& names) {
    std::unordered_set<std::string> keys;
    for (const auto& name : names) keys.insert(content::normalise_name(name));
    return keys;
}

/// The columns that count: a name that occurs before is left out where no row has data any more.
std::vector<std::string> counted_header(const TableShape& shape) {
    std::vector<std::string> header;
    std::unordered_set<std::string> keys;
    for (std::size_t i = 0; i < shape.header.size(); ++i) {
        const bool is_new = keys.insert(content::normalise_name(shape.header[i])).second;
        const bool counts = is_new || i < shape.filled_columns;
        header.push_back(counts ? shape.header[i] : std::string());
    }
    return header;
}

}  // namespace

std::vector<std::string_view> recipient_columns(RecipientKind kind) {
    switch (kind) {
        case RecipientKind::email_address:
            return {"email address"};
        case RecipientKind::phone_number:
            return {"phone number"};
        case RecipientKind::postal_address:
            break;
    }
    return {address_columns.begin(), address_columns.end()};
}

TableColumns::TableColumns(const TableShape& shape, const TableRules& rules)
    : recipient_keys_(to_keys(recipient_columns(rules.kind))), header_size_(shape.header.size()) {
    const std::vector<std::string> header = counted_header(shape);
    const Keys placeholders = to_keys(rules.placeholders);
    std::unordered_set<std::string> spellings;
    for (std::size_t i = 0; i < header.size(); ++i) {
        if (shape.header[i].empty()) unnamed_.push_back(i);
        if (!shape.header[i].empty() && spellings.insert(shape.header[i]).second) names_.push_back(shape.header[i]);
        if (!header[i].empty()) add_column(i, header[i], content::normalise_name(header[i]), placeholders);
    }
    reference_ = find("reference");
    find_recipients(rules.kind);
    find_repeated_recipients(header);
    find_missing(rules);
}

void TableColumns::add_column(std::size_t column, const std::string& name, std::string key, const Keys& placeholders) {
    const auto [at, is_new] = by_key_.emplace(key, fields_.size());
    if (is_new) {
        const bool is_recipient = recipient_keys_.contains(key);
        const bool is_placeholder = placeholders.contains(key);
        if (is_placeholder) placeholders_.push_back(fields_.size());
        fields_.push_back({name, std::move(key), column, {column}, is_recipient, is_placeholder});
        return;
    }
    TableField& field = fields_[at->second];
    // Only the same spelling makes a list; of another one the last column counts, as it does of recipients.
    if (field.name != name || field.is_recipient) field.columns.clear();
    field.name = name;
    field.columns.push_back(column);
}

void TableColumns::find_recipients(RecipientKind kind) {
    if (kind != RecipientKind::postal_address) {
        recipient_ = find(content::normalise_name(recipient_columns(kind).front()));
        has_recipients_ = recipient_.has_value();
        return;
    }
    for (std::size_t i = 0; i < address_columns.size(); ++i)
        address_[i] = find(content::normalise_name(address_columns[i]));
    const auto there = [](const std::optional<std::size_t>& field) { return field.has_value(); };
    const auto lines = static_cast<std::size_t>(std::count_if(address_.begin(), address_.begin() + 6, there));
    has_recipients_ = lines + static_cast<std::size_t>(address_[7].has_value()) >= address_columns_min ||
                      lines + static_cast<std::size_t>(address_[6].has_value()) >= address_columns_min;
}

void TableColumns::find_repeated_recipients(const std::vector<std::string>& header) {
    std::unordered_map<std::string, std::size_t> columns;
    for (const std::string& name : header) ++columns[content::normalise_name(name)];
    std::unordered_set<std::string> spellings;
    for (const std::string& name : header) {
        const std::string key = content::normalise_name(name);
        const bool is_repeated = recipient_keys_.contains(key) && columns[key] > 1;
        if (is_repeated && spellings.insert(name).second) repeated_recipients_.push_back(name);
    }
}

void TableColumns::find_missing(const TableRules& rules) {
    if (rules.kind != RecipientKind::postal_address && !has_recipients_)
        missing_.emplace_back(recipient_columns(rules.kind).front());
    for (const std::string& name : rules.placeholders) {
        const std::string key = content::normalise_name(name);
        if (!find(key) && !recipient_keys_.contains(key)) missing_.push_back(name);
    }
}

std::optional<std::size_t> TableColumns::find(const std::string& key) const {
    const auto at = by_key_.find(key);
    return at == by_key_.end() ? std::nullopt : std::optional(at->second);
}

}  // namespace herald::spreadsheets
