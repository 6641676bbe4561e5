#pragma once

#include <string>
#include <string_view>

/// The tables that an email's page is laid out with. Mail programs know little CSS, so widths are attributes too.
namespace herald::content::layout {

/// The start of a table that is only there for layout, as wide as what is round it: its attributes go on behind this.
inline constexpr std::string_view table =
    "<table role=\"presentation\" cellspacing=\"0\" cellpadding=\"0\" border=\"0\" width=\"100%\"";

/// A centred column, 580px wide at most. Outlook on Windows does not know max-width and gets a table of that width
/// round it. The rows of the column stand between `begin_column` and `end_column`.
void begin_column(std::string& out, std::string_view html_class);
void end_column(std::string& out);

/// Escaped text as it stands in an attribute.
std::string to_attribute(std::string_view text);

}  // namespace herald::content::layout
