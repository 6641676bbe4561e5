#include "notifications/bulk_csv.h"

#include <map>
#include <vector>

#include "base/json_writer.h"
#include "base/text.h"
#include "content/personalisation.h"
#include "spreadsheets/csv_reader.h"

namespace herald::notifications {
namespace {

using spreadsheets::CsvStep;

/// What the columns of one name hold.
struct Column {
    std::string name;
    std::vector<std::size_t> positions;
};

struct Columns {
    std::optional<std::size_t> recipient;
    bool is_recipient_repeated = false;
    std::optional<std::size_t> reference;
    std::vector<Column> values;
};

std::string_view recipient_column(Channel channel) {
    switch (channel) {
        case Channel::sms:
            return "phone number";
        case Channel::email:
            return "email address";
        case Channel::letter:
            return "address line 1";
    }
    return {};
}

/// What requests call a column of an address; empty when it is none.
std::string_view address_key(std::string_view key) {
    static constexpr std::string_view names[] = {"address_line_1", "address_line_2", "address_line_3", "address_line_4",
                                                 "address_line_5", "address_line_6", "address_line_7", "postcode"};
    for (const std::string_view name : names)
        if (content::normalise_name(name) == key) return name;
    return {};
}

Columns read_header(const spreadsheets::CsvRow& header, Channel channel) {
    const std::string recipient_key = content::normalise_name(recipient_column(channel));
    Columns columns;
    std::map<std::string, std::size_t> place_of;
    for (std::size_t i = 0; i < header.size(); ++i) {
        std::string name = text::strip(header[i]);
        const std::string key = content::normalise_name(name);
        if (key.empty()) continue;
        if (key == recipient_key) {
            columns.is_recipient_repeated |= columns.recipient.has_value();
            columns.recipient = i;
            if (channel != Channel::letter) continue;
        }
        if (channel == Channel::letter && !address_key(key).empty()) name = address_key(key);
        if (key == "reference") columns.reference = i;
        const auto [place, is_new] = place_of.try_emplace(name, columns.values.size());
        if (is_new) columns.values.push_back({std::move(name), {}});
        columns.values[place->second].positions.push_back(i);
    }
    return columns;
}

std::string cell(const spreadsheets::CsvRow& row, std::size_t position) {
    return position < row.size() ? text::strip(row[position]) : std::string();
}

void write_text_or_null(JsonWriter& json, const std::string& text) {
    if (text.empty()) json.null();
    else json.value(text);
}

void write_row(JsonWriter& json, const spreadsheets::CsvRow& row, const Columns& columns, Channel channel) {
    json.begin_object();
    if (channel != Channel::letter)
        json.member(channel == Channel::sms ? "phone_number" : "email_address", cell(row, *columns.recipient));
    if (columns.reference) {
        const std::string reference = cell(row, *columns.reference);
        if (!reference.empty()) json.member("reference", reference);
    }
    json.key("personalisation").begin_object();
    for (const auto& column : columns.values) {
        json.key(column.name);
        if (column.positions.size() == 1) {
            write_text_or_null(json, cell(row, column.positions[0]));
            continue;
        }
        json.begin_array();
        for (const std::size_t position : column.positions) write_text_or_null(json, cell(row, position));
        json.end_array();
    }
    json.end_object().end_object();
}

}  // namespace

std::variant<BulkCsv, std::string> read_bulk_csv(std::string_view csv, Channel channel, std::size_t rows_max) {
    spreadsheets::CsvReader reader;
    reader.feed(csv);
    BulkCsv read;
    JsonWriter json(read.rows_json);
    json.begin_array();
    std::optional<Columns> columns;
    std::size_t rows = 0;
    while (rows <= rows_max) {
        const CsvStep step = reader.next();
        if (step == CsvStep::needs_input) {
            reader.finish();
            continue;
        }
        if (step == CsvStep::row_too_long) return "csv cannot be read: a row is too long";
        if (step == CsvStep::end) break;
        if (!columns) {
            columns = read_header(reader.row(), channel);
            const std::string column = "column called ‘" + std::string(recipient_column(channel)) + "’";
            if (!columns->recipient) return "csv needs a " + column;
            // Which of them is meant is not for us to guess.
            if (columns->is_recipient_repeated) return "csv has more than one " + column;
            continue;
        }
        write_row(json, reader.row(), *columns, channel);
        ++rows;
    }
    json.end_array();
    return read;
}

}  // namespace herald::notifications
