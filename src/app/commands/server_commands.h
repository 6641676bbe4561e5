#pragma once

#include "app/command.h"

namespace herald::app {

/// `serve`, `sandbox`, `demo`: run until they are told to stop.
void add_serve(CommandRegistry& commands);
void add_sandbox(CommandRegistry& commands);
void add_demo(CommandRegistry& commands);
/// `send`, `task list|run`, `doctor`: work on the store while a server runs on it.
void add_send(CommandRegistry& commands);
void add_task(CommandRegistry& commands);
void add_doctor(CommandRegistry& commands);

}  // namespace herald::app
