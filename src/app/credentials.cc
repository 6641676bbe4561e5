#include "app/credentials.h"

#include <algorithm>
#include <array>

#include "app/credentials_sql.h"
#include "app/installation.h"

namespace herald::app {
namespace {

constexpr std::array<std::string_view, 12> names{"mmg-key",        "firetext-key",    "firetext-international-key",
                                                 "ses-access-key", "ses-secret-key",  "smtp-password",
                                                 "smpp-password",  "http-sms-secret", "twilio-token",
                                                 "dkim-key",       "dkim-second-key", "receipts-password"};

/// A credential does not open under another's name.
std::string context_of(std::string_view name) {
    return "provider_credential." + std::string(name);
}

const Setting* find_setting(std::string_view name) {
    for (const Setting& setting : settings_table())
        if (setting.name == name) return &setting;
    return nullptr;
}

}  // namespace

std::vector<std::string_view> credential_names() {
    return {names.begin(), names.end()};
}

bool is_credential_name(std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

void set_credential(db::Transaction& tx, const crypto::Sealer& sealer, std::string_view name, std::string_view value,
                    Timestamp now) {
    const std::string sealed = sealer.seal(value, context_of(name));
    tx.execute(sql::set_credential, {name, db::Blob{sealed}, now});
}

bool remove_credential(db::Transaction& tx, std::string_view name) {
    return tx.execute(sql::remove_credential, {name}) > 0;
}

std::vector<StoredCredential> list_credentials(db::Transaction& tx) {
    std::vector<StoredCredential> all;
    for (const auto row : tx.query(sql::all_credentials, {}))
        all.push_back({row.get<std::string>(0), row.get<Timestamp>(2)});
    return all;
}

void apply_credentials(db::Transaction& tx, const crypto::Sealer& sealer, Settings& settings) {
    for (const auto row : tx.query(sql::all_credentials, {})) {
        const std::string name = row.get<std::string>(0);
        const Setting* setting = find_setting(name);
        if (setting == nullptr || !setting->show(settings).empty()) continue;
        const auto value = sealer.open(row.get<db::Blob>(1).bytes, context_of(name));
        if (!value) throw InstallationError("the stored credential " + name + " does not open: set it again");
        if (const auto problem = setting->read(settings, *value))
            throw InstallationError("the stored credential " + name + " " + *problem);
    }
}

}  // namespace herald::app
