#include "app/commands/session.h"

#include <fstream>
#include <sstream>

#include "base/text.h"
#include "services/service_store.h"

namespace herald::app {

namespace {

/// A command speaks to people; of what the store logs they want to see only what is wrong.
const Settings& quietly(const Settings& settings) {
    log::set_level(std::max(settings.log_level, log::Level::warning));
    return settings;
}

}  // namespace

Session::Session(const Settings& settings) : installation(open_installation(quietly(settings), metrics, clock.now())) {}

Session::~Session() {
    installation.store->stop();
}

Uuid Session::service(const std::string& id_or_name) {
    const auto id = Uuid::parse(id_or_name);
    const auto found = store().read_now([&](db::Transaction& tx) -> std::optional<Uuid> {
        if (id && services::read_change_number(tx, *id)) return id;
        return services::ServiceStore(clock, ids, sealer()).find_by_name(tx, id_or_name);
    });
    if (!found) throw CommandError("there is no service " + id_or_name);
    return *found;
}

Uuid parse_id(const std::string& text, const std::string& what) {
    const auto id = Uuid::parse(text);
    if (!id) throw UsageError(what + " must be an id such as 26785a09-ab16-4eb0-8407-a37497a57506");
    return *id;
}

std::string read_file(const std::string& name) {
    std::ifstream file(name, std::ios::binary);
    if (!file) throw CommandError("cannot read " + name);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return std::move(bytes).str();
}

void print_table(std::ostream& out, const std::vector<std::string>& headings,
                 const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::size_t> widths;
    for (const auto& heading : headings) widths.push_back(text::count_code_points(heading));
    for (const auto& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], text::count_code_points(row[i]));
    const auto print = [&](const std::vector<std::string>& cells) {
        for (std::size_t i = 0; i < cells.size(); ++i) {
            out << cells[i];
            if (i + 1 < cells.size()) out << std::string(widths[i] + 2 - text::count_code_points(cells[i]), ' ');
        }
        out << "\n";
    };
    print(headings);
    for (const auto& row : rows) print(row);
}

std::string short_time(Timestamp instant) {
    std::string text = instant.to_iso().substr(0, 19);
    text[10] = ' ';
    return text;
}

}  // namespace herald::app
