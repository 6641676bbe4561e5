#pragma once

#include "app/command.h"

namespace CLI {
class App;
}

namespace herald::app {

/// `herald template attach | detach | files`.
void add_template_files(CommandRegistry& commands, CLI::App& group);

}  // namespace herald::app
