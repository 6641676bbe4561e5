#include "mail/mime_reader.h"

#include "base/text.h"

namespace herald::mail {
namespace {

constexpr std::size_t fields_max = 1000;
constexpr std::size_t parts_max = 50;

/// Takes one line, without its end, from the front.
std::string_view take_line(std::string_view& text) {
    const auto end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

bool is_fold(std::string_view line) {
    return line.starts_with(' ') || line.starts_with('\t');
}

}  // namespace

HeaderFields HeaderFields::read(std::string_view text, std::string_view& rest) {
    HeaderFields group;
    while (!text.empty()) {
        const std::string_view line = take_line(text);
        if (line.empty()) break;
        if (is_fold(line) && !group.fields_.empty()) {
            std::string& value = group.fields_.back().value;
            if (!value.empty()) value += ' ';
            value += text::trim(line);
            continue;
        }
        const auto colon = line.find(':');
        if (colon == std::string_view::npos || group.fields_.size() >= fields_max) continue;
        group.fields_.push_back(
            {text::to_lower_ascii(text::trim(line.substr(0, colon))), std::string(text::trim(line.substr(colon + 1)))});
    }
    rest = text;
    return group;
}

std::string_view HeaderFields::get(std::string_view name) const {
    for (const HeaderField& field : fields_)
        if (field.name == name) return field.value;
    return {};
}

std::string main_value(std::string_view field) {
    return text::to_lower_ascii(text::trim(field.substr(0, field.find(';'))));
}

std::string parameter(std::string_view field, std::string_view name) {
    while (true) {
        const auto semicolon = field.find(';');
        if (semicolon == std::string_view::npos) return {};
        field.remove_prefix(semicolon + 1);
        const auto equals = field.find('=');
        if (equals == std::string_view::npos) return {};
        if (text::to_lower_ascii(text::trim(field.substr(0, equals))) != name) continue;
        std::string_view value = text::trim(field.substr(equals + 1));
        if (value.starts_with('"')) return std::string(value.substr(1, value.find('"', 1) - 1));
        return std::string(text::trim(value.substr(0, value.find(';'))));
    }
}

std::vector<MimePart> read_parts(std::string_view text, HeaderFields& headers) {
    std::string_view body;
    headers = HeaderFields::read(text, body);
    const std::string_view type = headers.get("content-type");
    const std::string boundary = parameter(type, "boundary");
    std::vector<MimePart> parts;
    if (!main_value(type).starts_with("multipart/") || boundary.empty()) {
        parts.push_back({main_value(type), headers, body});
        return parts;
    }
    const std::string delimiter = "--" + boundary;
    const char* begin = nullptr;  // of the part that is being read
    std::string_view left = body;
    while (true) {
        const char* at = left.data();
        const bool at_end = left.empty();
        const std::string_view line = take_line(left);
        if (!at_end && !line.starts_with(delimiter)) continue;
        if (begin != nullptr && parts.size() < parts_max) {
            MimePart part;
            part.headers = HeaderFields::read({begin, static_cast<std::size_t>(at - begin)}, part.body);
            part.type = main_value(part.headers.get("content-type"));
            parts.push_back(std::move(part));
        }
        if (at_end || line.substr(delimiter.size()).starts_with("--")) break;
        begin = left.data();
    }
    return parts;
}

}  // namespace herald::mail
