#include <CLI/CLI.hpp>

#include "app/commands/server_commands.h"
#include "app/commands/session.h"
#include "app/invariants/invariant.h"
#include "base/json_writer.h"

namespace herald::app {
namespace {

struct Finding {
    std::string_view name;
    std::string_view rule;
    std::vector<std::string> violations;
};

void print(CommandContext& context, const std::vector<Finding>& findings, bool healthy) {
    if (context.json) {
        print_json(context.out, [&](JsonWriter& json) {
            json.begin_object().member("healthy", healthy).key("invariants").begin_array();
            for (const auto& finding : findings) {
                json.begin_object().member("name", finding.name).member("holds", finding.violations.empty());
                json.key("violations").begin_array();
                for (const auto& violation : finding.violations) json.value(violation);
                json.end_array().end_object();
            }
            json.end_array().end_object();
        });
        return;
    }
    for (const auto& finding : findings) {
        context.out << (finding.violations.empty() ? "ok    " : "FAILS ") << finding.rule << "\n";
        for (const auto& violation : finding.violations) context.out << "        " << violation << "\n";
    }
}

int doctor(CommandContext& context) {
    Session session(context.settings);
    const auto invariants = all_invariants();
    const auto findings = session.store().read_now([&](db::Transaction& tx) {
        std::vector<Finding> found;
        for (const auto& invariant : invariants)
            found.push_back({invariant->name(), invariant->rule(), invariant->violations(tx, session.clock.now())});
        return found;
    });
    const bool healthy =
        std::all_of(findings.begin(), findings.end(), [](const auto& finding) { return finding.violations.empty(); });
    print(context, findings, healthy);
    return healthy ? 0 : 1;
}

}  // namespace

void add_doctor(CommandRegistry& commands) {
    CLI::App& command = commands.add(commands.root(), "doctor",
                                     "Checks what must hold in any store; exit code 1 when something does not",
                                     "herald doctor --data ./herald-data");
    commands.on(command, doctor);
}

}  // namespace herald::app
