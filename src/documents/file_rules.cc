#include "documents/file_rules.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/python_text.h"
#include "base/text.h"
#include "base/violations.h"
#include "crypto/encoding.h"
#include "documents/media_types.h"

namespace herald::documents {
namespace {

constexpr int retention_weeks_max = 78;
constexpr std::string_view too_large = "Uploaded file exceeds file size limit";
constexpr std::array<std::string_view, 5> known_keys{"file", "is_csv", "confirm_email_before_download",
                                                     "retention_period", "filename"};

/// How messages show a value: bare, without any `'` (§2.1).
std::string shown(JsonValue value) {
    std::string text = python_str(value);
    std::erase(text, '\'');
    return text;
}

std::vector<std::string_view> additional_keys(JsonValue object) {
    std::vector<std::string_view> extra;
    for (std::size_t i = 0; i < object.size(); ++i) {
        const auto name = object.member_name(i);
        if (std::ranges::find(known_keys, name) == known_keys.end()) extra.push_back(name);
    }
    return extra;
}

/// `«1..78» week(s)`, case and outer white space do not matter.
std::optional<int> parse_retention_period(std::string_view text) {
    const std::string wanted = text::to_lower_ascii(text::trim(text));
    int weeks = 0;
    const auto [end, failure] = std::from_chars(wanted.data(), wanted.data() + wanted.size(), weeks);
    if (failure != std::errc() || wanted.front() == '0') return std::nullopt;
    const std::string_view unit(end, wanted.data() + wanted.size());
    if (unit != " week" && unit != " weeks") return std::nullopt;
    return weeks >= 1 && weeks <= retention_weeks_max ? std::optional(weeks) : std::nullopt;
}

std::string not_a_boolean(const std::string& key, JsonValue value) {
    return key + " Unsupported value for " + key + ": " + shown(value) + ". Use a boolean true or false value.";
}

/// Reads one file key by key and keeps what is wrong.
class Reader {
public:
    explicit Reader(JsonValue object) : object_(object) {}

    std::variant<FileRequest, std::vector<std::string>> read() {
        wrong_.unexpected(additional_keys(object_));
        read_content();
        if (const auto value = given("is_csv")) file_.is_csv = read_boolean("is_csv", *value, false);
        if (const auto value = given("confirm_email_before_download"))
            file_.confirms_email = read_boolean("confirm_email_before_download", *value, true);
        if (const auto value = given("retention_period")) read_retention(*value);
        if (const auto value = given("filename")) read_filename(*value);
        if (object_["is_csv"].exists() && object_["filename"].exists())
            wrong_.add("Do not set a value for `is_csv` if `filename` is set.");
        if (!wrong_.empty()) return wrong_.take();
        return std::move(file_);
    }

private:
    /// Null counts as not given: clients send every key.
    std::optional<JsonValue> given(const char* key) const {
        const JsonValue value = object_[key];
        return value.exists() && !value.is_null() ? std::optional(value) : std::nullopt;
    }
    void read_content() {
        const JsonValue content = object_["file"];
        if (content.is_string()) file_.base64 = content.text();
        else wrong_.wrong_type("file", content, string_type);
    }
    bool read_boolean(const std::string& key, JsonValue value, bool otherwise) {
        if (const auto flag = value.as_bool()) return *flag;
        wrong_.add(not_a_boolean(key, value));
        return otherwise;
    }
    void read_retention(JsonValue value) {
        const auto weeks = value.is_string() ? parse_retention_period(value.text()) : std::nullopt;
        if (weeks) file_.retention_weeks = *weeks;
        else
            wrong_.add("retention_period Unsupported value for retention_period: " + shown(value) +
                       ". Supported periods are from 1 to 78 weeks.");
    }
    void read_filename(JsonValue value) {
        if (!value.is_string()) wrong_.wrong_type("filename", value, string_type | null_type);
        else if (value.text().find('.') == std::string_view::npos)
            wrong_.add("filename `filename` must end with a file extension. For example, filename.csv");
        else file_.filename = value.text();
    }

    const JsonValue object_;
    FileRequest file_;
    Violations wrong_;
};

}  // namespace

bool is_file(JsonValue value) {
    return value.is_object() && value["file"].exists();
}

std::variant<FileRequest, std::vector<std::string>> read_file(JsonValue object) {
    return Reader(object).read();
}

std::variant<Decoded, std::string> decode_file(const FileRequest& file) {
    if (file.base64.size() + file.filename.size() > upload_bytes_max) return std::string(too_large);
    auto content = crypto::base64_decode_leniently(file.base64);
    if (!content) return "Document is not base64 encoded";
    if (auto problem = content_problem(file.filename, *content)) return std::move(*problem);
    return Decoded{std::move(*content)};
}

std::optional<std::string> content_problem(std::string_view filename, std::string_view content) {
    if (!filename.empty()) {
        if (text::count_code_points(filename) > filename_characters_max)
            return "`filename` cannot be longer than 100 characters";
        const auto extension = extension_of(filename);
        if (media_type_of_extension(extension) == nullptr)
            return unsupported_type_message("." + std::string(extension));
    }
    if (content.size() > file_bytes_max) return std::string(too_large);
    if (content.empty()) return "Document must not be empty";
    return std::nullopt;
}

std::string contact_details_missing_message(std::string_view admin_base_url, std::string_view service_id) {
    return "Send files by email has not been set up - add contact details for your service at " +
           std::string(admin_base_url) + "/services/" + std::string(service_id) +
           "/service-settings/send-files-by-email";
}

}  // namespace herald::documents
