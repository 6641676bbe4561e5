#pragma once

#include <functional>

namespace herald::app {

/// Calls `stop` at the first SIGTERM or SIGINT, and ends the process at once at the second. To be called before any
/// other thread is started, since threads inherit which signals are blocked.
void on_stop_signals(std::function<void()> stop);

}  // namespace herald::app
