#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/json.h"

/// The rules for files in a personalisation, in the order of contract public-api §2.9. Pure.
namespace herald::documents {

/// How a copy of a file is given out.
struct FileTerms {
    std::string filename;  ///< empty: none was given
    bool is_csv = false;
    bool confirms_email = true;  ///< the recipient has to say what their address is before they get it
    int retention_weeks = 26;
};

/// A file as a request asks for it to be sent.
struct FileRequest : FileTerms {
    std::string_view base64;  ///< looks into the request
};

/// An object with a `file` key is a file; every other value is not.
bool is_file(JsonValue value);

/// The file, or all violations of the schema.
std::variant<FileRequest, std::vector<std::string>> read_file(JsonValue object);

/// The content, or the message of the first rule that it breaks, of those that need neither scanner nor detection.
struct Decoded {
    std::string content;
};
std::variant<Decoded, std::string> decode_file(const FileRequest& file);
/// The same for content that did not come in a request.
std::optional<std::string> content_problem(std::string_view filename, std::string_view content);

inline constexpr std::size_t upload_bytes_max = 3 * 1024 * 1024;       ///< of the base64
inline constexpr std::size_t file_bytes_max = 2 * 1024 * 1024 + 1024;  ///< of the content
inline constexpr std::size_t filename_characters_max = 100;
inline constexpr std::string_view infected_message = "File did not pass the virus scan";
std::string contact_details_missing_message(std::string_view admin_base_url, std::string_view service_id);

}  // namespace herald::documents
