#include "documents/html.h"

#include "content/colour.h"
#include "crypto/encoding.h"
#include "crypto/hmac.h"

namespace herald::documents {
namespace {

/// One column that can be read on a phone, black on white, at least 44 pixels to tap.
constexpr std::string_view style = R"(
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:#fff;color:#0b0c0c;font:1.1875rem/1.4 system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif}
a{color:#1a5ea8;text-underline-offset:.15em}
a:hover{text-decoration-thickness:.15em}
a:focus-visible,button:focus-visible,input:focus-visible,.skip:focus{outline:.1875rem solid #0b0c0c;outline-offset:.125rem;box-shadow:0 0 0 .5rem #ffdd00}
.skip{position:absolute;left:-999rem}
.skip:focus{position:static;display:inline-block;padding:.5rem 1rem}
header{padding:.75rem 0;font-weight:700}
.column{max-width:42rem;margin:0 auto;padding:0 1rem}
main.column{padding-top:2rem;padding-bottom:3rem;overflow-wrap:anywhere}
h1{font-size:1.75rem;line-height:1.2;margin:0 0 1.25rem}
h2{font-size:1.1875rem;margin:0 0 .5rem}
p{margin:0 0 1.25rem}
dl{margin:0 0 1.5rem;border-top:1px solid #b1b4b6}
dl div{display:flex;flex-wrap:wrap;gap:0 1rem;padding:.625rem 0;border-bottom:1px solid #b1b4b6}
dt{flex:0 0 10rem;font-weight:700}
dd{flex:1 1 9rem;margin:0}
label{display:block;font-weight:700;margin-bottom:.25rem}
.hint{color:#484c4f;margin:0 0 .5rem}
input{width:100%;max-width:28rem;padding:.625rem;font:inherit;color:inherit;border:2px solid #0b0c0c;border-radius:0;background:#fff}
.wrong{border-left:.3125rem solid #b3261e;padding-left:.9375rem}
.wrong input{border-color:#b3261e}
.problem{color:#b3261e;font-weight:700;margin:0 0 .5rem}
.summary{border:.25rem solid #b3261e;padding:1rem;margin-bottom:1.5rem}
.summary p{margin:0}
.summary a{color:#b3261e;font-weight:700}
.field{margin-bottom:1.25rem}
.button{display:inline-block;padding:.75rem 1.25rem;border:0;border-bottom:.1875rem solid #08301d;background:#0b6b3a;color:#fff;font:inherit;font-weight:700;text-decoration:none;cursor:pointer}
.button:hover{background:#095c32}
.contact{margin-top:2rem;padding-top:1.25rem;border-top:1px solid #b1b4b6}
@media (min-width:40rem){h1{font-size:2.25rem}main.column{padding-top:3rem}}
@media print{.button,header{display:none}}
)";

}  // namespace

std::string escape(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

Frame::Frame(std::string_view installation_name, std::string_view colour) : name_(escape(installation_name)) {
    const auto ground = content::parse_colour(colour).value_or(content::Colour{});
    style_ = std::string(style) + "header{background:" + to_text(ground) + ";color:" + to_text(ink_on(ground)) + "}\n";
    policy_ = "default-src 'none'; style-src 'sha256-" +
              crypto::base64_encode(crypto::bytes_of(crypto::sha256(style_))) +
              "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
}

std::string Frame::page(std::string_view title, std::string_view body) const {
    const std::string escaped = escape(title);
    std::string html = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>";
    html.append(escaped).append(" – ").append(name_);
    html.append(
        "</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"robots\" content=\"noindex, nofollow\">\n<style>");
    html.append(style_);
    html.append("</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the content</a>\n");
    html.append("<header><div class=\"column\">").append(name_).append("</div></header>\n");
    html.append("<main id=\"main\" class=\"column\">\n").append(body).append("</main>\n</body>\n</html>\n");
    return html;
}

}  // namespace herald::documents
