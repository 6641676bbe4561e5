#pragma once

#include <string>

#include "app/command.h"
#include "jobs/job_store.h"

namespace CLI {
class App;
}

namespace herald::app {

class Session;

/// `herald job send`.
void add_job_send(CommandRegistry& commands, CLI::App& group);

/// Prints a job with what has become of its rows.
void show_job(CommandContext& context, Session& session, const jobs::Job& job);
/// Follows a job to its end with a bar on a terminal; the job as it is then.
jobs::Job follow_job(CommandContext& context, Session& session, const jobs::Job& job);

}  // namespace herald::app
