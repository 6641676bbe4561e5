#include "app/message_centre_line.h"

#include "base/log.h"
#include "smpp/alphabet.h"
#include "smpp/command_status.h"
#include "smpp/segment.h"

namespace herald::app {
namespace {

delivery::SmppSettings smpp_settings(const Settings& settings) {
    using Ids = delivery::SmppSettings::MessageIds;
    delivery::SmppSettings smpp;
    smpp.message_ids = settings.smpp_message_ids == SmppMessageIds::decimal_receipts       ? Ids::decimal_receipts
                       : settings.smpp_message_ids == SmppMessageIds::hexadecimal_receipts ? Ids::hexadecimal_receipts
                                                                                           : Ids::same;
    smpp.temporary_errors = {settings.smpp_temporary_errors.begin(), settings.smpp_temporary_errors.end()};
    return smpp;
}

/// Of `smpp://host:port`, whose form the settings have checked.
ListenAddress centre_of(std::string_view url) {
    url.remove_prefix(url.find("://") + 3);
    const auto colon = url.rfind(':');
    std::string_view host = url.substr(0, colon);
    if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
    return {std::string(host), static_cast<std::uint16_t>(std::stoul(std::string(url.substr(colon + 1))))};
}

smpp::Client::Options client_options(const Settings& settings) {
    smpp::Client::Options options;
    options.bind = {settings.smpp_user, settings.smpp_password, settings.smpp_system_type};
    options.window = static_cast<std::size_t>(settings.smpp_window);
    options.answer_timeout = std::chrono::seconds(settings.provider_timeout_seconds);
    options.enquire_interval = std::chrono::seconds(settings.smpp_enquire_seconds);
    return options;
}

}  // namespace

MessageCentreLine::MessageCentreLine(const Settings& settings, Parts parts)
    : parts_(parts), settings_(smpp_settings(settings)) {
    const ListenAddress centre = centre_of(settings.smpp_url);
    const Duration timeout = std::chrono::seconds(settings.provider_timeout_seconds);
    const auto connect = [&loop = parts_.loop, centre, timeout] {
        return http::connect(loop, centre.host, centre.port, timeout);
    };
    client_ = std::make_shared<smpp::Client>(
        parts_.loop, parts_.clock, parts_.metrics, connect,
        [this](smpp::ShortMessage message) { return take(std::move(message)); }, client_options(settings));
}

std::unique_ptr<delivery::SmsProvider> MessageCentreLine::provider() const {
    return std::make_unique<delivery::SmppProvider>(client_, settings_);
}

Task<std::uint32_t> MessageCentreLine::take(smpp::ShortMessage message) {
    std::uint32_t answer = smpp::status::receiver_temporary;
    try {
        const std::uint8_t type = message.esm_class & smpp::esm_type_bits;
        std::optional<smpp::DeliveryReceipt> told = smpp::read_receipt(message);
        if (told) {
            answer = co_await take_receipt(std::move(*told));
        } else if (type == 0) {
            answer = co_await take_text(std::move(message));
        } else {
            log::warning("smpp_receipt_unreadable", "The centre sent what is neither a receipt nor a text");
            answer = smpp::status::receiver_permanent;
        }
    } catch (const db::StoreError& error) {
        // The centre repeats what it is told to repeat.
        log::warning("request_refused", "A message of the centre was refused because the store takes nothing now",
                     {{"error", error.what()}});
    }
    co_return answer;
}

Task<std::uint32_t> MessageCentreLine::take_receipt(smpp::DeliveryReceipt told) {
    std::optional<receipts::Receipt> receipt = delivery::SmppProvider::receipt_for(told, settings_);
    if (receipt) co_await parts_.receipts.accept(std::move(*receipt));
    co_return smpp::status::ok;
}

Task<std::uint32_t> MessageCentreLine::take_text(smpp::ShortMessage message) {
    const smpp::Carried carried = smpp::read_carried(message);
    inbound::InboundText text;
    text.provider = "smpp";
    text.destination = message.destination.text;
    constexpr std::string_view country = "44";
    if (text.destination.starts_with(country)) text.destination.replace(0, country.size(), "0");
    text.sender = message.source.text;
    if (const auto& segment = carried.segment) {
        text.part = {segment->reference, segment->total, segment->number, message.data_coding};
        text.content = carried.content;
    } else {
        text.content = smpp::to_utf8(carried.content, message.data_coding);
    }
    co_await parts_.texts.accept(std::move(text));
    co_return smpp::status::ok;
}

}  // namespace herald::app
