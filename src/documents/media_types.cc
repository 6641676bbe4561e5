#include "documents/media_types.h"

#include <magic.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "base/text.h"

namespace herald::documents {
namespace {

constexpr std::string_view word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
constexpr std::string_view excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
constexpr std::string_view open_document = "application/vnd.oasis.opendocument.text";

/// In the order in which the message lists them.
constexpr std::array<MediaType, 12> media_types{{
    {"csv", "text/csv", "CSV"},
    {"doc", "application/msword", "Microsoft Word document"},
    {"docx", word, "Microsoft Word document"},
    {"jpeg", "image/jpeg", "JPEG image"},
    {"jpg", "image/jpeg", "JPEG image"},
    {"json", "application/json", "JSON"},
    {"odt", open_document, "OpenDocument text"},
    {"pdf", "application/pdf", "PDF"},
    {"png", "image/png", "PNG image"},
    {"rtf", "text/rtf", "Rich Text document"},
    {"txt", "text/plain", "Plain text"},
    {"xlsx", excel, "Microsoft Excel spreadsheet"},
}};

bool is_office_part(std::string_view content, std::string_view part) {
    // The names of an archive's files stand in it uncompressed.
    return content.find("[Content_Types].xml") != std::string_view::npos &&
           content.find(part) != std::string_view::npos;
}

}  // namespace

const MediaType* media_type_of_extension(std::string_view extension) {
    const std::string wanted = text::to_lower_ascii(extension);
    const auto found = std::ranges::find(media_types, wanted, &MediaType::extension);
    return found == media_types.end() ? nullptr : &*found;
}

const MediaType* media_type_named(std::string_view name) {
    if (name == "application/rtf") name = "text/rtf";
    // A JPEG without a name gets the shorter ending, which is the usual one.
    if (name == "image/jpeg") return media_type_of_extension("jpg");
    const auto found = std::ranges::find(media_types, name, &MediaType::name);
    return found == media_types.end() ? nullptr : &*found;
}

std::string_view extension_of(std::string_view filename) {
    const auto stop = filename.rfind('.');
    return stop == std::string_view::npos ? std::string_view() : filename.substr(stop + 1);
}

std::string unsupported_type_message(std::string_view what) {
    std::string message = "Unsupported file type '" + std::string(what) + "'. Supported types are: ";
    for (const auto& type : media_types)
        message += (&type == &media_types.front() ? "'." : ", '.") + std::string(type.extension) + "'";
    return message;
}

std::variant<const MediaType*, std::string> decide_media_type(std::string_view detected, std::string_view filename,
                                                              bool is_csv) {
    if (is_csv && detected == "text/plain") detected = "text/csv";
    const MediaType* const by_content = media_type_named(detected);
    if (by_content == nullptr) return unsupported_type_message(detected);
    return filename.empty() ? by_content : media_type_of_extension(extension_of(filename));
}

TypeDetector::TypeDetector() : magic_(magic_open(MAGIC_MIME_TYPE | MAGIC_ERROR)) {
    if (magic_ == nullptr || magic_load(magic_, nullptr) != 0) {
        const std::string why = magic_ == nullptr ? "" : magic_error(magic_);
        magic_close(magic_);
        throw std::runtime_error("libmagic, which tells types of files apart, cannot be used: " + why);
    }
}

TypeDetector::~TypeDetector() {
    magic_close(magic_);
}

std::string TypeDetector::detect(std::string_view content) {
    std::string detected;
    {
        std::scoped_lock lock(mutex_);
        const char* const type = magic_buffer(magic_, content.data(), content.size());
        detected = type == nullptr ? "application/octet-stream" : type;
    }
    if (detected == "application/csv") return "text/csv";
    if (detected.starts_with("text/x-")) return "text/plain";
    if (content.starts_with("PK\x03\x04") && media_type_named(detected) == nullptr) {
        if (is_office_part(content, "word/document.xml")) return std::string(word);
        if (is_office_part(content, "xl/workbook.xml")) return std::string(excel);
    }
    return detected;
}

}  // namespace herald::documents
