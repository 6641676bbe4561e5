#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace herald::mail {

struct HeaderField {
    std::string name;   ///< lower case
    std::string value;  ///< unfolded, trimmed
};

/// A group of header fields, such as a message begins with and a delivery report consists of.
class HeaderFields {
public:
    /// Reads up to the first empty line; `rest` is what follows it. At most 1000 fields.
    static HeaderFields read(std::string_view text, std::string_view& rest);
    /// The first field of that name (lower case); empty when there is none.
    std::string_view get(std::string_view name) const;
    bool empty() const { return fields_.empty(); }

private:
    std::vector<HeaderField> fields_;
};

/// One body of a message that may have several.
struct MimePart {
    std::string type;      ///< `message/delivery-status`, lower case
    HeaderFields headers;  ///< the part's own
    std::string_view body;
};

/// The value in front of the first `;`, lower case and trimmed; a parameter of it, without its quotes.
std::string main_value(std::string_view field);
std::string parameter(std::string_view field, std::string_view name);

/// The parts of a multipart message, one level deep; the whole when it is none. At most 50. Views into `text`.
std::vector<MimePart> read_parts(std::string_view text, HeaderFields& headers);

}  // namespace herald::mail
