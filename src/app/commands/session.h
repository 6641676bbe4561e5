#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "app/command.h"
#include "app/installation.h"
#include "base/clock.h"
#include "base/ids.h"
#include "services/refusal.h"

namespace herald::app {

/// What a command works on: the store, opened for as long as the command runs. Works beside a running server.
class Session {
public:
    /// Throws what open_installation throws.
    explicit Session(const Settings& settings);
    ~Session();

    SystemClock clock;
    RandomIdSource ids{clock};
    Metrics metrics;
    Installation installation;

    db::Store& store() { return *installation.store; }
    const crypto::Sealer& sealer() const { return installation.sealer; }

    /// The service of that id, or else of that name; throws CommandError when there is none.
    Uuid service(const std::string& id_or_name);
};

/// What was asked for, or a CommandError with the refusal's words.
template <class T>
T granted(std::variant<T, services::Refusal> result) {
    if (auto* refusal = std::get_if<services::Refusal>(&result)) throw CommandError(refusal->message);
    return std::get<T>(std::move(result));
}
inline void granted(const std::optional<services::Refusal>& refusal) {
    if (refusal) throw CommandError(refusal->message);
}

/// Throws UsageError naming `what` when the text is not an id.
Uuid parse_id(const std::string& text, const std::string& what);

/// All of a file's bytes. Throws CommandError when it cannot be read.
std::string read_file(const std::string& name);

/// What a terminal may be given of a text from outside: line ends and tabs become spaces, other control characters,
/// which it might obey, U+FFFD; of more than `length_max` code points the last one shown is an ellipsis.
std::string printable(std::string_view text, std::size_t length_max = std::string::npos);

/// Lines of aligned columns below their headings; cells are made printable.
void print_table(std::ostream& out, const std::vector<std::string>& headings,
                 const std::vector<std::vector<std::string>>& rows);

/// `2026-11-02 10:00:00`, UTC, for tables.
std::string short_time(Timestamp instant);

}  // namespace herald::app
