#pragma once

#include <string>
#include <string_view>

namespace herald::documents {

/// Text for an element or an attribute in double quotes.
std::string escape(std::string_view text);

/// What every page has around it: the installation's name in its colour, one style, a policy under which a browser runs
/// no script and loads nothing. Immutable.
class Frame {
public:
    /// `colour` is `#rrggbb`.
    Frame(std::string_view installation_name, std::string_view colour);

    /// A whole page; `title` is text, `body` HTML.
    std::string page(std::string_view title, std::string_view body) const;
    /// The value of `Content-Security-Policy`.
    const std::string& policy() const { return policy_; }

private:
    std::string name_;
    std::string style_;
    std::string policy_;
};

}  // namespace herald::documents
