#pragma once

#include <optional>
#include <string>

#include "documents/document_store.h"
#include "documents/html.h"
#include "http/message.h"

/// The pages that somebody sees who has been sent a file: plain HTML, no script, nothing from elsewhere. Texts are
/// Herald's own. Pure.
namespace herald::documents {

/// Who sent the file, and where they can be asked.
struct Sender {
    std::string name;
    std::string contact_link;  ///< a URL, an email address or a phone number; may be empty
};

enum class AddressProblem {
    none,
    not_an_address,
    not_the_recipient,
};

http::Response download_page(const Frame& frame, const Sender& sender, const Document& document,
                             const std::string& download_url);
/// `action`: where the form is posted. `typed`: what was typed the last time.
http::Response address_page(const Frame& frame, const Sender& sender, const std::string& action, AddressProblem problem,
                            const std::string& typed);
http::Response too_many_attempts_page(const Frame& frame, const Sender& sender, Duration wait);
http::Response expired_page(const Frame& frame, const Sender& sender, Timestamp available_until);
/// Without a sender when the link names none.
http::Response not_found_page(const Frame& frame, const std::optional<Sender>& sender);
http::Response test_document_page(const Frame& frame);

/// `Content-Disposition` of a file to save (RFC 6266), whatever its name holds.
std::string attachment_header(std::string_view filename);
/// `1.2 MB`, `14 KB`, `1 byte`.
std::string size_for_people(std::uint64_t bytes);
/// `21 May 2027`, in London.
std::string date_for_people(Timestamp instant);

}  // namespace herald::documents
