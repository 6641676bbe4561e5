#include "content/markdown_prepare.h"

#include <algorithm>

#include "base/find_any.h"
#include "base/text.h"
#include "content/markdown_lines.h"

namespace herald::content {
namespace {

/// Adds a line with its tabs expanded to stops of four; nothing for a line of only spaces.
void append_line(std::string& out, std::string_view line) {
    constexpr std::size_t tab_stop = 4;
    const std::size_t begin = out.size();
    std::size_t column = 0;
    for (std::size_t at = 0; at < line.size();) {
        const std::size_t tab = std::min(line.find('\t', at), line.size());
        out.append(line, at, tab - at);
        if (tab < line.size()) {
            column += text::count_code_points(line.substr(at, tab - at));
            const std::size_t width = tab_stop - column % tab_stop;
            out.append(width, ' ');
            column += width;
        }
        at = tab + 1;
    }
    if (out.find_first_not_of(' ', begin) == std::string::npos) out.resize(begin);
}

}  // namespace

std::string prepare_lines(std::string_view source) {
    std::string out;
    out.reserve(source.size());
    for (std::size_t at = 0; at < source.size();) {
        const std::size_t end = text::find_any<'\n', '\r'>(source, at);
        append_line(out, source.substr(at, end - at));
        if (end < source.size()) out += '\n';
        at = end + (source.substr(end, 2) == "\r\n" ? 2 : 1);
    }
    return out;
}

std::string outdent(std::string_view source, std::size_t count) {
    std::string out;
    out.reserve(source.size());
    for (std::size_t at = 0; at < source.size();) {
        const std::size_t end = std::min(lines::line_end(source, at) + 1, source.size());
        at += std::min(lines::skip_spaces(source, at) - at, count);
        at = std::min(at, end);
        out += source.substr(at, end - at);
        at = end;
    }
    return out;
}

std::string without_inset_marks(std::string_view source) {
    std::string out;
    out.reserve(source.size());
    for (std::size_t at = 0; at < source.size();) {
        const std::size_t end = std::min(lines::line_end(source, at) + 1, source.size());
        const std::size_t mark = lines::skip_spaces(source, at);
        if (mark < end && source[mark] == '^') {
            at = mark + 1;
            if (at < end && source[at] == ' ') ++at;
        }
        out += source.substr(at, end - at);
        at = end;
    }
    return out;
}

}  // namespace herald::content
