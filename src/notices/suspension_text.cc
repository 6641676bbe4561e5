#include "notices/suspension_text.h"

#include <fmt/chrono.h>

#include "base/json_writer.h"
#include "base/london.h"
#include "services/callback_rules.h"
#include "services/service_store.h"

namespace herald::notices {
namespace {

/// What calls of a type tell, in the words of who reads it.
std::string_view subject_of(std::string_view callback_type) {
    switch (services::callback_type_from_text(callback_type).value_or(services::CallbackType::delivery_status)) {
        case services::CallbackType::delivery_status:
            return "what became of messages";
        case services::CallbackType::complaint:
            return "complaints about emails";
        case services::CallbackType::inbound_sms:
            return "text messages that people send";
        case services::CallbackType::returned_letter:
            return "letters that came back";
    }
    return {};
}

/// `2 November 2026 at 09:14`, as clocks in London show it.
std::string london_time(Timestamp instant) {
    const auto seconds = static_cast<std::time_t>(utc_to_london(instant).micros / 1'000'000);
    const std::tm local = fmt::gmtime(seconds);
    return fmt::format("{} {:%B %Y at %H:%M}", local.tm_mday, local);
}

std::string days(int count) {
    return fmt::format("{} day{}", count, count == 1 ? "" : "s");
}

}  // namespace

// Blocks that begin with ^ are insets: commands in a paragraph would be lost in it.
const Wording suspension_wording = {
    .template_id = {{0x5e, 0x0b, 0x9c, 0x3d, 0x7a, 0x41, 0x4f, 0x26, 0x9d, 0x58, 0x0c, 0x6e, 0x1f, 0xb2, 0x84, 0xd7}},
    .name = "Callbacks stopped",
    .subject = "((service name)): calls to your server have stopped",
    .content = R"(Hello ((name)),

((installation)) calls ((host)) to tell your service “((service name))” about ((what is told)). No call has succeeded since ((since)) (London time), so it has stopped calling.

# What this means

((service name)) sends messages as before. What your server would have been told is kept for ((days kept)), and ((host)) is not called about it until somebody asks for that.

# What to do

1. Get ((host)) to answer calls again, with a status from 200 to 299.
2. Ask whoever runs ((installation)) to call it again, and to repeat the calls that it has missed. They use these two commands, one after the other:

^ herald callback resume --service ((service id)) --type ((callback type))

^ herald callback replay --service ((service id))

If your server has moved, have its new address set instead of the first command.

You get this email because you are a member of the service’s team.)",
};

std::string suspension_personalisation(const SuspensionFacts& facts, std::string_view reader) {
    const auto& [endpoint, url, failing_since] = facts.suspension;
    std::string text;
    JsonWriter json(text);
    json.begin_object()
        .member("name", reader)
        .member("installation", facts.installation)
        .member("service name", facts.service_name)
        .member("what is told", subject_of(endpoint.type))
        .member("host", services::host_of(url))
        .member("since", london_time(failing_since))
        .member("days kept", days(facts.days_kept))
        .member("service id", endpoint.service_id)
        .member("callback type", endpoint.type)
        .end_object();
    return text;
}

}  // namespace herald::notices
