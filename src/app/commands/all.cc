#include "app/commands/commands.h"
#include "app/commands/server_commands.h"

namespace herald::app {

void add_all_commands(CommandRegistry& commands) {
    add_serve(commands);
    add_sandbox(commands);
    add_demo(commands);
    add_service_commands(commands);
    add_template_commands(commands);
    add_api_key_commands(commands);
    add_people_commands(commands);
    add_sender_commands(commands);
    add_protected_sender_commands(commands);
    add_inbound_number_commands(commands);
    add_callback_commands(commands);
    add_provider_commands(commands);
    add_provider_credentials_commands(commands);
    add_letter_commands(commands);
    add_token_command(commands);
    add_send(commands);
    add_job_commands(commands);
    add_task(commands);
    add_doctor(commands);
    add_migrate_command(commands);
    add_check_config_command(commands);
}

}  // namespace herald::app
