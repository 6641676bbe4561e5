#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "spreadsheets/table_rules.h"
#include "spreadsheets/table_shape.h"

namespace herald::spreadsheets {

/// One thing that a row tells: all columns of the same name together (content.md §7.2).
struct TableField {
    std::string name;                  ///< as the column that counts spells it
    std::string key;                   ///< the normalised name
    std::size_t first_column;          ///< where its name comes first, from 0; fields are in this order
    std::vector<std::size_t> columns;  ///< where its value is; several make a list
    bool is_recipient = false;         ///< phone number, email address or a part of a postal address
    bool is_placeholder = false;       ///< the template has it
};

/// What the columns of a table are, by the names in its header.
class TableColumns {
public:
    TableColumns(const TableShape& shape, const TableRules& rules);

    /// In the order in which their names come first.
    const std::vector<TableField>& fields() const { return fields_; }
    /// How many columns the header has; cells beyond belong to none.
    std::size_t header_size() const { return header_size_; }
    /// The names in the header, each spelling once, without empty ones.
    const std::vector<std::string>& names() const { return names_; }

    /// Columns within the header that have no name.
    const std::vector<std::size_t>& unnamed() const { return unnamed_; }

    /// The columns that the table lacks: phone number or email address, then placeholders as the template spells them.
    /// Parts of postal addresses are never missing.
    const std::vector<std::string>& missing() const { return missing_; }
    /// Every spelling of the recipient columns of which there are several.
    const std::vector<std::string>& repeated_recipients() const { return repeated_recipients_; }
    /// The recipient column is there; for letters, enough of the address columns.
    bool has_recipients() const { return has_recipients_; }

    /// Positions in fields().
    std::optional<std::size_t> recipient() const { return recipient_; }
    std::optional<std::size_t> reference() const { return reference_; }
    const std::vector<std::size_t>& placeholders() const { return placeholders_; }
    /// `address line 1` to `address line 7`, then `postcode`.
    const std::array<std::optional<std::size_t>, 8>& address() const { return address_; }

private:
    using Keys = std::unordered_set<std::string>;

    void add_column(std::size_t column, const std::string& name, std::string key, const Keys& placeholders);
    void find_recipients(RecipientKind kind);
    void find_repeated_recipients(const std::vector<std::string>& header);
    void find_missing(const TableRules& rules);
    std::optional<std::size_t> find(const std::string& key) const;

    Keys recipient_keys_;
    std::vector<TableField> fields_;
    std::unordered_map<std::string, std::size_t> by_key_;
    std::size_t header_size_;
    std::vector<std::string> names_;
    std::vector<std::size_t> unnamed_;
    std::vector<std::string> missing_;
    std::vector<std::string> repeated_recipients_;
    bool has_recipients_ = false;
    std::optional<std::size_t> recipient_;
    std::optional<std::size_t> reference_;
    std::vector<std::size_t> placeholders_;
    std::array<std::optional<std::size_t>, 8> address_{};
};

/// `phone number`, `email address`; for letters the eight address columns.
std::vector<std::string_view> recipient_columns(RecipientKind kind);

}  // namespace herald::spreadsheets
