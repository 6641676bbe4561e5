#pragma once

#include "services/service.h"
#include "spreadsheets/table_rules.h"
#include "templates/stored_template.h"

namespace herald::jobs {

/// What the rows of a file are checked against when the service sends them with the template; whom it may send to
/// (`is_allowed`) is its caller's to say.
spreadsheets::TableRules table_rules(const services::Service& service, const templates::StoredTemplate& source);

}  // namespace herald::jobs
