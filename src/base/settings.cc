#include "base/settings.h"

#include "base/settings_file.h"

namespace herald {
namespace {

constexpr std::string_view environment_prefix = "HERALD_";
constexpr std::string_view file_suffix = "-file";
/// Not settings, but variables of the tests and of the launcher that stand beside them.
constexpr std::string_view exempt_variable = "HERALD_STATEMENT_COVERAGE";
constexpr std::string_view exempt_prefix = "HERALD_TEST_";

std::string to_environment_name(std::string_view name) {
    std::string variable(environment_prefix);
    for (char c : name) variable += c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    return variable;
}

const Setting* find_setting(std::string_view name) {
    for (const auto& setting : settings_table())
        if (setting.name == name) return &setting;
    return nullptr;
}

std::string unknown_key(const std::string& shown, std::string_view kind, std::span<const std::string_view> known) {
    const auto nearest = nearest_name(shown, known);
    const std::string hint =
        nearest ? "did you mean " + std::string(*nearest) + "?" : "`herald check-config --example` lists them all";
    return shown + " is not a " + std::string(kind) + "; " + hint;
}

/// One source of values, on its way into the settings.
struct Source {
    std::string origin;                                  ///< `flag`, `environment`, or the file's path
    std::function<std::string(std::string_view)> shown;  ///< a setting's name as this source spells it
    SettingValues values;                                ///< by setting name; `NAME-file` for secrets in files
};

class Loader {
public:
    explicit Loader(const SettingSources& sources) : sources_(sources) {}

    LoadedSettings load() {
        const Source flags = from_flags(), environment = from_environment();
        const auto file = from_file(flags, environment);
        // Lowest first: what comes later replaces it.
        if (file) apply(*file);
        apply(environment);
        apply(flags);
        if (loaded_.errors.empty()) check_together();
        return std::move(loaded_);
    }

private:
    Source from_flags() {
        Source source{"flag", [](std::string_view name) { return "--" + std::string(name); }, sources_.flags};
        source.values.erase("config");
        return source;
    }

    Source from_environment() {
        Source source{"environment", to_environment_name, {}};
        std::map<std::string, std::string, std::less<>> names;  // variable to setting
        for (const auto& setting : settings_table()) {
            names[setting.environment_name()] = setting.name;
            if (setting.secret)
                names[setting.environment_name() + "_FILE"] = std::string(setting.name) + std::string(file_suffix);
        }
        names["HERALD_CONFIG"] = "config";
        std::vector<std::string_view> known;
        for (const auto& [variable, name] : names) known.push_back(variable);
        for (const auto& [variable, value] : sources_.environment) {
            if (!variable.starts_with(environment_prefix) || variable.starts_with(exempt_prefix) ||
                variable == exempt_variable)
                continue;
            const auto found = names.find(variable);
            if (found == names.end()) loaded_.errors.push_back(unknown_key(variable, "variable of Herald", known));
            else if (found->second != "config") source.values[found->second] = value;
        }
        return source;
    }

    /// The file that was named, or the one in the data directory; nothing when neither is there.
    std::optional<Source> from_file(const Source& flags, const Source& environment) {
        const auto flag = sources_.flags.find("config");
        const auto variable = sources_.environment.find("HERALD_CONFIG");
        std::string path;
        const bool named = flag != sources_.flags.end() || variable != sources_.environment.end();
        if (flag != sources_.flags.end()) path = flag->second;
        else if (variable != sources_.environment.end()) path = variable->second;
        else path = data_directory(flags, environment) + "/herald.toml";

        const auto content = sources_.read_file ? sources_.read_file(path) : std::nullopt;
        if (!content) {
            if (named) loaded_.errors.push_back(path + ": no such file, or it cannot be read");
            return std::nullopt;
        }
        return from_toml(path, *content, named);
    }

    static std::string data_directory(const Source& flags, const Source& environment) {
        if (const auto found = flags.values.find("data"); found != flags.values.end()) return found->second;
        if (const auto found = environment.values.find("data"); found != environment.values.end()) return found->second;
        return Settings{}.data;
    }

    Source from_toml(const std::string& path, const std::string& content, bool named) {
        Source source{path, [path](std::string_view name) { return path + ": " + std::string(name); }, {}};
        auto parsed = parse_settings_file(content);
        for (const auto& error : parsed.errors) loaded_.errors.push_back(path + ": " + error);
        std::vector<std::string> secret_files;
        std::vector<std::string_view> known;
        for (const auto& setting : settings_table()) {
            known.push_back(setting.name);
            if (setting.secret) secret_files.push_back(std::string(setting.name) + std::string(file_suffix));
        }
        known.insert(known.end(), secret_files.begin(), secret_files.end());
        for (auto& [key, value] : parsed.values) {
            if (std::find(known.begin(), known.end(), key) == known.end())
                loaded_.errors.push_back(path + ": " + unknown_key(key, "setting", known));
            else if (key == "data" && !named)
                loaded_.errors.push_back(path + ": data cannot be set here, because this file was found by it");
            else source.values[key] = std::move(value);
        }
        return source;
    }

    void apply(const Source& source) {
        for (const auto& [name, value] : source.values) {
            if (const Setting* setting = find_setting(name)) {
                read(*setting, source, source.shown(name), value);
                continue;
            }
            const Setting* secret = secret_of_file(name);
            if (!secret) {
                loaded_.errors.push_back(source.shown(name) + " is not a setting");
                continue;
            }
            if (source.values.contains(secret->name)) {
                loaded_.errors.push_back(source.shown(secret->name) + " and " + source.shown(name) +
                                         " exclude each other");
                continue;
            }
            auto content = sources_.read_file ? sources_.read_file(value) : std::nullopt;
            if (!content) {
                loaded_.errors.push_back(source.shown(name) + ": " + value + " does not exist or cannot be read");
                continue;
            }
            while (content->ends_with('\n') || content->ends_with('\r')) content->pop_back();
            read(*secret, source, source.shown(name), *content);
        }
    }

    static const Setting* secret_of_file(std::string_view name) {
        if (!name.ends_with(file_suffix)) return nullptr;
        const Setting* setting = find_setting(name.substr(0, name.size() - file_suffix.size()));
        return setting && setting->secret ? setting : nullptr;
    }

    void read(const Setting& setting, const Source& source, const std::string& shown, const std::string& value) {
        // The value itself is left out: it may be a secret, or personal.
        if (auto problem = setting.read(loaded_.settings, value)) loaded_.errors.push_back(shown + " " + *problem);
        else loaded_.origins[std::string(setting.name)] = source.origin;
    }

    /// What only two settings together can get wrong.
    void check_together() {
        const Settings& s = loaded_.settings;
        auto& errors = loaded_.errors;
        if (s.on_postgres() && s.secret.empty())
            errors.push_back(
                "secret must be set with PostgreSQL, so that every process seals and opens with the same one "
                "(HERALD_SECRET or HERALD_SECRET_FILE)");
        if (s.old_secret_key.empty() != s.old_salt.empty())
            errors.push_back("old-secret-key and old-salt must be set together");
        if (s.tls_certificate.empty() != s.tls_key.empty())
            errors.push_back("tls-certificate and tls-key must be set together");
        if (s.receipts_user.empty() != s.receipts_password.empty())
            errors.push_back("receipts-user and receipts-password must be set together");
        if (s.smtp_user.empty() != s.smtp_password.empty())
            errors.push_back("smtp-user and smtp-password must be set together");
        if (s.ses_access_key.empty() != s.ses_secret_key.empty())
            errors.push_back("ses-access-key and ses-secret-key must be set together");
        // Nothing is started under a lease that may run out before it ends: with a shorter one nothing would ever be
        // sent. A lease is renewed when a quarter of it is gone, so twice leaves room for a slow renewal.
        const std::pair<std::string_view, std::int64_t> calls[] = {
            {"provider-timeout-seconds", s.provider_timeout_seconds},
            {"callback-timeout-seconds", s.callback_timeout_seconds},
        };
        for (const auto& [name, seconds] : calls)
            if (s.lease_seconds < 2 * seconds)
                errors.push_back("lease-seconds must be at least twice " + std::string(name) + " (" +
                                 std::to_string(2 * seconds) + ")");
        if (s.sandbox_latency_ms_min > s.sandbox_latency_ms_max)
            errors.push_back("sandbox-latency-ms-min must not be more than sandbox-latency-ms-max");
        if (s.sandbox_receipt_delay_ms_min > s.sandbox_receipt_delay_ms_max)
            errors.push_back("sandbox-receipt-delay-ms-min must not be more than sandbox-receipt-delay-ms-max");
    }

    const SettingSources& sources_;
    LoadedSettings loaded_;
};

}  // namespace

std::string Setting::environment_name() const {
    return to_environment_name(name);
}

LoadedSettings load_settings(const SettingSources& sources) {
    return Loader(sources).load();
}

}  // namespace herald
