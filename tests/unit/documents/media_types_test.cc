#include "documents/media_types.h"

#include <gmock/gmock.h>

namespace herald::documents {
namespace {

using namespace std::literals;

std::string decided(std::string_view detected, std::string_view filename, bool is_csv = false) {
    const auto result = decide_media_type(detected, filename, is_csv);
    if (const auto* message = std::get_if<std::string>(&result)) return message->substr(0, message->find(". "));
    return std::string(std::get<const MediaType*>(result)->name);
}

TEST(MediaTypes, AreDecidedByContentAndExtension) {
    struct {
        std::string_view detected, filename;
        bool is_csv;
        std::string_view decided;
    } const cases[] = {
        {"application/pdf", "", false, "application/pdf"},
        {"application/pdf", "a.pdf", false, "application/pdf"},
        {"text/plain", "", false, "text/plain"},
        {"text/plain", "", true, "text/csv"},
        {"application/pdf", "", true, "application/pdf"},
        {"text/plain", "a.csv", false, "text/csv"},  // allowed, so the extension decides
        {"text/csv", "notes.txt", false, "text/plain"},
        {"application/rtf", "", false, "text/rtf"},
        {"image/jpeg", "photo.JPEG", false, "image/jpeg"},
        {"text/html", "", false, "Unsupported file type 'text/html'"},
        {"text/html", "a.pdf", false, "Unsupported file type 'text/html'"},
        {"application/zip", "a.docx", false, "Unsupported file type 'application/zip'"},
    };
    for (const auto& wanted : cases)
        EXPECT_EQ(decided(wanted.detected, wanted.filename, wanted.is_csv), wanted.decided)
            << wanted.detected << " " << wanted.filename;
}

TEST(MediaTypes, AreDetectedByLookingAtTheContent) {
    TypeDetector detector;
    // A zip archive's local header with the name of its first file.
    const auto part = [](std::string_view name) {
        std::string header("PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"s);
        header += static_cast<char>(name.size());
        header += "\0\0\0"s + std::string(name);
        return header;
    };
    struct {
        std::string content;
        std::string_view type;
    } const cases[] = {
        {"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj\n<<>>\nendobj\n", "application/pdf"},
        {"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0"s, "image/png"},
        {"\xFF\xD8\xFF\xE0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"s, "image/jpeg"},
        {"{\\rtf1\\ansi Hello}", "text/rtf"},
        {"Hello\nworld\n", "text/plain"},
        {"name,age\nada,36\ngrace,85\n", "text/csv"},
        {"{\"a\": [1, 2]}", "application/json"},
        {"#include <stdio.h>\nint main(void) { return 0; }\n", "text/plain"},
        {"<!DOCTYPE html><html><body>Hi</body></html>", "text/html"},
        {part("docProps/thumbnail.bin") + part("[Content_Types].xml") + part("word/document.xml"),
         "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
        {part("docProps/thumbnail.bin") + part("[Content_Types].xml") + part("xl/workbook.xml"),
         "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
        {part("mimetype") + "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text"},
        {"\0\1\2\3"s, "application/octet-stream"},
    };
    for (const auto& [content, type] : cases) EXPECT_EQ(detector.detect(content), type) << content.substr(0, 30);
}

TEST(MediaTypes, ExtensionsAreWhatFollowsTheLastStop) {
    EXPECT_EQ(extension_of("a.b.pdf"), "pdf");
    EXPECT_EQ(extension_of("a."), "");
    EXPECT_EQ(extension_of("a"), "");
    for (const auto extension :
         {"csv", "doc", "docx", "jpeg", "jpg", "json", "odt", "pdf", "png", "rtf", "txt", "xlsx"})
        EXPECT_NE(media_type_of_extension(extension), nullptr) << extension;
    EXPECT_EQ(media_type_of_extension("html"), nullptr);
}

}  // namespace
}  // namespace herald::documents
