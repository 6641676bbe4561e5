#pragma once

#include "app/command.h"

namespace herald::app {

// Each adds one command, or one group of them, to `herald --help`.
void add_service_commands(CommandRegistry& commands);
void add_template_commands(CommandRegistry& commands);
void add_api_key_commands(CommandRegistry& commands);
void add_people_commands(CommandRegistry& commands);  ///< guest-list, team
void add_sender_commands(CommandRegistry& commands);  ///< sms-sender, reply-to, letter-contact
void add_protected_sender_commands(CommandRegistry& commands);
void add_inbound_number_commands(CommandRegistry& commands);
void add_callback_commands(CommandRegistry& commands);
void add_provider_commands(CommandRegistry& commands);
void add_provider_credentials_commands(CommandRegistry& commands);
void add_job_commands(CommandRegistry& commands);
void add_letter_commands(CommandRegistry& commands);
void add_token_command(CommandRegistry& commands);
void add_migrate_command(CommandRegistry& commands);
void add_check_config_command(CommandRegistry& commands);

}  // namespace herald::app
