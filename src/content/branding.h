#pragma once

#include <string>

namespace herald::content {

/// What stands above the body of an email (content.md §3.8).
struct Branding {
    /// The stored branding type, or `govuk` when a service has none. `govuk` and `both` show the banner of the
    /// installation: its name on its colour.
    enum class Kind {
        govuk,       ///< the installation's banner alone
        both,        ///< the installation's banner, the organisation's logo block below it
        org,         ///< the logo block alone
        org_banner,  ///< a banner in the organisation's colour instead
    };

    Kind kind = Kind::govuk;
    std::string installation_name;                ///< empty: no banner
    std::string installation_colour = "#1d70b8";  ///< `#rrggbb`; the name is black or white, as reads better

    // The organisation's; each may be empty.
    std::string logo_url;  ///< http or https; the only remote asset of an email
    std::string text;      ///< beside the logo
    std::string alt_text;  ///< for the logo when it has no text beside it
    std::string colour;    ///< `#rrggbb`
};

/// The HTML of the banner and the logo block, to stand before the body.
std::string render_branding(const Branding& branding);

}  // namespace herald::content
