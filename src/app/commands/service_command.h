#pragma once

#include <map>
#include <string>

#include "app/command.h"
#include "services/service_store.h"

namespace CLI {
class Option;
}

namespace herald::app {

class Session;

// What the commands of the group `service` share.

/// By kind of callback: secrets that have just been made, to be shown once.
using SigningSecrets = std::map<std::string, std::string>;

void add_service_update(CommandRegistry& commands, CLI::App& group);
/// Prints the service whole.
int show_service(CommandContext& context, const std::string& which, const SigningSecrets& secrets);

services::ServiceStore service_store_for(Session& session, const Settings& settings);
std::string service_mode(bool restricted);
/// `--FLAG-url` and `--FLAG-token`, which are given together or not at all; the URL's option.
CLI::Option* add_endpoint_options(CLI::App& command, const std::string& flag, const std::string& help, std::string& url,
                                  std::string& token);
/// The help of `--permission`.
std::string service_permission_help();

}  // namespace herald::app
