#pragma once

#include <exception>
#include <optional>

#include "http/message.h"

namespace herald::app {

/// What a request is answered whose handler failed because something takes no more work now: 503. Nothing for other
/// failures. Fits `http::Server::Translate`.
std::optional<http::Response> answer_failure(std::exception_ptr failure, const http::Request& request);

}  // namespace herald::app
