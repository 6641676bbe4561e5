#include "content/sanitise.h"

#include "content/web_address.h"

namespace herald::content {
namespace {

bool is_bare_name(std::string_view address) {
    for (const char c : address) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!plain && c != '.' && c != '-') return false;
    }
    return true;
}

void append_with_marks_escaped(std::string& out, std::string_view plain) {
    constexpr std::string_view marks = "`*_(){}[]<>#+-.!|\\";
    for (const char c : plain) {
        if (marks.find(c) != std::string_view::npos) out += '\\';
        out += c;
    }
}

}  // namespace

std::string sanitise_untrusted(std::string_view value) {
    std::string out;
    std::size_t at = 0;
    while (const auto found = find_web_address(value, at)) {
        append_with_marks_escaped(out, value.substr(at, found->begin - at));
        const std::string_view address = value.substr(found->begin, found->end - found->begin);
        if (is_bare_name(address)) {
            for (const char c : address) {
                append_with_marks_escaped(out, {&c, 1});
                if (c == '.') out += ' ';
            }
        }
        at = found->end;
    }
    append_with_marks_escaped(out, value.substr(at));
    return out;
}

}  // namespace herald::content
