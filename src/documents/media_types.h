#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <variant>

struct magic_set;

/// The types of file that may be sent by email (contract public-api §2.9).
namespace herald::documents {

struct MediaType {
    std::string_view extension;    ///< `pdf`
    std::string_view name;         ///< `application/pdf`
    std::string_view description;  ///< for people: `PDF`
};

/// Case does not matter. Null when files of that kind may not be sent.
const MediaType* media_type_of_extension(std::string_view extension);
/// By the type's name, every one that is in use for it.
const MediaType* media_type_named(std::string_view name);
/// What follows the last full stop; empty when there is none.
std::string_view extension_of(std::string_view filename);
/// `what` is `.exe` or `text/html`.
std::string unsupported_type_message(std::string_view what);

/// The type a file is sent as, or the message of a refusal: the extension's, unless the content is of a kind that may
/// not be sent; without a filename what the content is. `detected` as `TypeDetector` gives it.
std::variant<const MediaType*, std::string> decide_media_type(std::string_view detected, std::string_view filename,
                                                              bool is_csv);

/// Tells what content is by looking at it, with libmagic. Safe to share between threads, one at a time.
class TypeDetector {
public:
    /// Throws std::runtime_error when libmagic has no rules to go by.
    TypeDetector();
    ~TypeDetector();
    TypeDetector(const TypeDetector&) = delete;
    TypeDetector& operator=(const TypeDetector&) = delete;

    /// `application/pdf`. What libmagic takes for a program's source is plain text, and an office file is found out by
    /// the names of its parts where their order keeps libmagic from it.
    std::string detect(std::string_view content);

private:
    std::mutex mutex_;
    magic_set* magic_;
};

}  // namespace herald::documents
