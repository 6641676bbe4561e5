#include "support/well_formed.h"

#include <libxml/parser.h>

#include <algorithm>
#include <array>

namespace herald::test {
namespace {

/// Control characters and non-characters: HTML shows nothing for them, XML can't hold them at all.
std::string without_controls(std::string_view html) {
    std::string out;
    for (std::size_t at = 0; at < html.size(); ++at) {
        const std::string_view rest = html.substr(at);
        if (rest.starts_with("\xEF\xBF\xBE") || rest.starts_with("\xEF\xBF\xBF")) at += 2;
        else if (static_cast<unsigned char>(html[at]) >= 0x20 || html[at] == '\n' || html[at] == '\t') out += html[at];
    }
    return out;
}

/// The end of the tag that starts at `at`: its > outside of quotation marks.
std::size_t tag_end(std::string_view html, std::size_t at) {
    char quote = 0;
    for (; at < html.size(); ++at) {
        if (quote != 0) {
            if (html[at] == quote) quote = 0;
        } else if (html[at] == '"' || html[at] == '\'') {
            quote = html[at];
        } else if (html[at] == '>') {
            return at;
        }
    }
    return at;
}

bool is_void_element(std::string_view tag) {
    constexpr std::array<std::string_view, 5> names = {"br", "hr", "img", "input", "meta"};
    const std::string_view name = tag.substr(0, tag.find_first_of(" >"));
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// Closes what HTML leaves open.
std::string to_xml(const std::string& html) {
    constexpr std::string_view doctype = "<!DOCTYPE html>";
    std::string out = "<!DOCTYPE page [<!ENTITY nbsp \"&#160;\">]><page>";
    for (std::size_t at = html.starts_with(doctype) ? doctype.size() : 0; at < html.size();) {
        const std::size_t open = std::min(html.find('<', at), html.size());
        out.append(html, at, open - at);
        if (open == html.size()) break;
        const bool is_comment = html.compare(open, 4, "<!--") == 0;
        const std::size_t end = is_comment ? std::min(html.find("-->", open), html.size()) : tag_end(html, open);
        out.append(html, open, end - open);
        if (!is_comment && is_void_element(std::string_view(html).substr(open + 1))) out += '/';
        at = end;
        if (at < html.size()) out += html[at++];
    }
    return out + "</page>";
}

}  // namespace

std::optional<std::string> malformation(std::string_view html) {
    const std::string xml = to_xml(without_controls(html));
    xmlParserCtxtPtr context = xmlNewParserCtxt();
    xmlDocPtr document = xmlCtxtReadMemory(context, xml.data(), static_cast<int>(xml.size()), nullptr, "UTF-8",
                                           XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET | XML_PARSE_HUGE);
    std::optional<std::string> wrong;
    if (document == nullptr || context->wellFormed == 0) {
        const xmlError* error = xmlCtxtGetLastError(context);
        wrong = error != nullptr && error->message != nullptr ? error->message : "it cannot be parsed";
    }
    if (document != nullptr) xmlFreeDoc(document);
    xmlFreeParserCtxt(context);
    return wrong;
}

}  // namespace herald::test
