#include "app/commands/session.h"

#include <filesystem>
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
    if (std::filesystem::is_directory(name)) throw CommandError("cannot read " + name + ": it is a directory");
    std::ifstream file(name, std::ios::binary);
    if (!file) throw CommandError("cannot read " + name);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return std::move(bytes).str();
}

std::string printable(std::string_view text, std::size_t length_max) {
    std::string shown;
    std::size_t length = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto [value, bytes] = text::decode(text, at);
        at += bytes;
        const bool is_cut = ++length == length_max && at < text.size();
        const bool is_control = value < ' ' || (value >= 0x7F && value < 0xA0);
        if (is_cut) return shown + "…";
        if (text::is_ascii_space(value)) shown += ' ';
        else text::append(shown, is_control ? text::replacement_character : value);
    }
    return shown;
}

void print_table(std::ostream& out, const std::vector<std::string>& headings,
                 const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::vector<std::string>> lines{headings};
    lines.insert(lines.end(), rows.begin(), rows.end());
    std::vector<std::size_t> widths(headings.size());
    for (auto& line : lines) {
        for (std::size_t i = 0; i < line.size(); ++i) {
            line[i] = printable(line[i]);
            widths[i] = std::max(widths[i], text::count_code_points(line[i]));
        }
    }
    for (const auto& line : lines) {
        for (std::size_t i = 0; i < line.size(); ++i) {
            out << line[i];
            if (i + 1 < line.size()) out << std::string(widths[i] + 2 - text::count_code_points(line[i]), ' ');
        }
        out << "\n";
    }
}

std::string short_time(Timestamp instant) {
    std::string text = instant.to_iso().substr(0, 19);
    text[10] = ' ';
    return text;
}

}  // namespace herald::app
