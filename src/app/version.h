#pragma once

#include <string_view>

namespace herald::app {

/// The commit this binary was built from; `unknown` outside a checkout.
std::string_view git_commit();
/// When this binary was built, `2026-11-22T12:00:00Z`.
std::string_view build_time();
/// The release's number.
std::string_view version();

}  // namespace herald::app
