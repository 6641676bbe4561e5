#include "support/examples/csv.h"

#include <algorithm>

#include "spreadsheets/table_report.h"
#include "spreadsheets/table_rows.h"

namespace herald::test {
namespace {

using spreadsheets::MessageProblem;
using spreadsheets::RecipientKind;
using spreadsheets::TableCell;
using spreadsheets::TableColumns;
using spreadsheets::TableRow;
using spreadsheets::TableRules;
using Json = rapidjson::Value;
using Allocator = rapidjson::Document::AllocatorType;

RecipientKind to_kind(const std::string& channel) {
    if (channel == "sms") return RecipientKind::phone_number;
    if (channel == "email") return RecipientKind::email_address;
    if (channel == "letter") return RecipientKind::postal_address;
    throw MalformedExample("there is no channel `" + channel + "`");
}

void take_options(TableRules& rules, const Json& options) {
    for (const auto& option : options.GetObject()) {
        const std::string name = to_text(option.name);
        if (name == "allow_international_sms" || name == "allow_international") {
            rules.phone.international_sms = to_flag(option.value);
        } else if (name == "allow_sms_to_uk_landline" || name == "allow_uk_landline") {
            rules.phone.sms_to_uk_landlines = to_flag(option.value);
        } else if (name == "allow_international_letters") {
            rules.international_letters = to_flag(option.value);
        } else {
            throw MalformedExample("there is no option `" + name + "`");
        }
    }
}

TableRules to_rules(const Json& input) {
    TableRules rules;
    rules.kind = to_kind(to_text(member(input, "channel")));
    const auto body = content::Template::parse(to_text(member(input, "content")));
    rules.placeholders = body.placeholders();
    rules.phone = {.international_sms = false, .sms_to_uk_landlines = false};
    rules.international_letters = false;
    rules.check_message = rules.kind == RecipientKind::phone_number
                              ? spreadsheets::check_text_message(body, std::nullopt)
                              : spreadsheets::check_body(body);
    take_options(rules, member(input, "options"));
    return rules;
}

Json to_value(std::string_view text, Allocator& allocator) {
    return Json(text.data(), static_cast<rapidjson::SizeType>(text.size()), allocator);
}

Json value_or_null(std::string_view text, Allocator& allocator) {
    return text.empty() ? Json() : to_value(text, allocator);
}

Json to_value(const TableCell& cell, Allocator& allocator) {
    if (cell.items.empty()) return value_or_null(cell.text, allocator);
    Json list(rapidjson::kArrayType);
    for (const std::string_view item : cell.items) list.PushBack(value_or_null(item, allocator), allocator);
    return list;
}

std::string_view row_error(const TableRow& row) {
    if (row.message == MessageProblem::empty) return "empty";
    if (row.message == MessageProblem::too_long) return "too_long";
    if (row.error.empty()) return {};
    return row.message == MessageProblem::qr_code_too_long && !row.has_bad_recipient ? "qr_code" : "address";
}

Json to_value(const TableColumns& columns, const TableRow& row, Allocator& allocator) {
    Json values(rapidjson::kObjectType);
    Json errors(rapidjson::kObjectType);
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const std::string& key = columns.fields()[i].key;
        values.AddMember(to_value(key, allocator), to_value(row.cells[i], allocator), allocator);
        const std::string_view error = row.cells[i].error;
        if (!error.empty()) errors.AddMember(to_value(key, allocator), to_value(error, allocator), allocator);
    }
    Json extra(rapidjson::kArrayType);
    for (const std::string_view cell : row.extra) extra.PushBack(to_value(cell, allocator), allocator);
    if (!extra.Empty()) values.AddMember("", extra, allocator);
    Json all(rapidjson::kObjectType);
    all.AddMember("values", values, allocator);
    all.AddMember("cell_errors", errors, allocator);
    all.AddMember("bad_recipient", row.has_bad_recipient, allocator);
    all.AddMember("row_error", value_or_null(row_error(row), allocator), allocator);
    return all;
}

/// The order of missing columns is not part of the contract.
std::vector<std::string> in_the_order_of(const Json& expected, std::vector<std::string> names) {
    std::vector<std::string> wanted;
    for (const Json& name : expected.GetArray()) wanted.push_back(to_text(name));
    return std::is_permutation(wanted.begin(), wanted.end(), names.begin(), names.end()) ? wanted : names;
}

}  // namespace

Outcome check_csv(const Json& input, const Json& expected) {
    const std::string file = to_text(member(input, "file"));
    const TableRules rules = to_rules(input);
    const auto shape = spreadsheets::survey_table(file);
    const TableColumns columns(shape, rules);
    spreadsheets::TableRows reader(columns, rules);
    reader.feed(file);
    reader.finish();
    rapidjson::Document rows(rapidjson::kArrayType);
    while (reader.next() == spreadsheets::CsvStep::row)
        rows.PushBack(to_value(columns, reader.row(), rows.GetAllocator()), rows.GetAllocator());
    Comparison comparison(expected);
    comparison.texts("missing_columns", in_the_order_of(member(expected, "missing_columns"), columns.missing()));
    comparison.texts("duplicate_recipient_columns", columns.repeated_recipients());
    comparison.flag("has_recipient_columns", columns.has_recipients());
    comparison.number("row_count", static_cast<std::int64_t>(shape.rows));
    comparison.value("rows", rows);
    return comparison.outcome();
}

}  // namespace herald::test
