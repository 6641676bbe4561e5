#include "content/href.h"

#include "base/text.h"

namespace herald::content {
namespace {

bool has_scheme(std::string_view address) {
    const std::string start = text::to_lower_ascii(address.substr(0, 7));
    for (const std::string_view scheme : {"http:", "https:", "ftp:", "file:", "mailto:", "tel:"})
        if (start.starts_with(scheme)) return true;
    return false;
}

}  // namespace

std::string to_href(std::string_view address) {
    constexpr std::string_view kept = "_.-~:/?#=&;%";
    constexpr char hex[] = "0123456789ABCDEF";
    std::string out = has_scheme(address) ? "" : "http://";
    for (const char c : text::to_valid_utf8(address)) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (plain || kept.find(c) != std::string_view::npos) {
            out += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out.append({'%', hex[byte >> 4], hex[byte & 0xF]});
        }
    }
    return out;
}

}  // namespace herald::content
